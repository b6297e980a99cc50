package org.sweetspot.diagnosis.check;

/** How much a finding matters. */
public enum Severity {
  /** The training does not do what it is meant to. */
  FAULT,
  /** It does, but likely worse than it could. */
  WARNING,
  /** Worth knowing. */
  NOTE
}
