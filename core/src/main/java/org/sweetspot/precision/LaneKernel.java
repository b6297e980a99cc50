package org.sweetspot.precision;

/** What is done to a few thousand values at a time. */
@FunctionalInterface
interface LaneKernel {
  /**
   * Works on the lanes' values in place.
   *
   * @param position of the first among all values, padding included
   */
  void apply(Lanes lanes, int count, int position, Draws draws);
}
