package org.sweetspot.data;

/** What labels can be. */
final class Labels {
  /** A million classes; more is a mistake, and the last layer would not fit. */
  static final int LARGEST = 999_999;

  private Labels() {}

  static DataException refused(String place, double value) {
    return new DataException(
        place,
        "a whole number from 0 to classes - 1, at most " + LARGEST,
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? String.valueOf((long) value)
            : String.valueOf(value),
        "number the classes 0, 1, 2 and so on");
  }
}
