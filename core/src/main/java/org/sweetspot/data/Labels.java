package org.sweetspot.data;

/** What labels can be. */
final class Labels {
  /** A million classes; more are numbers to be answered, and the last layer would not fit. */
  static final int LARGEST = 999_999;

  private Labels() {}
}
