package org.sweetspot.precision;

/** Which codes of a floating format are no numbers. */
public enum Specials {
  /** None: every code is a number. */
  NONE,
  /** All ones but the sign is NaN; there is no infinity (the "FN" formats). */
  NAN,
  /** As in IEEE 754: the highest exponent is infinity and NaN. */
  INFINITY_AND_NAN
}
