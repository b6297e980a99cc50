package org.sweetspot.measure;

import java.util.Arrays;

/** Sizes of arrays that the sizes of models and data ask for. */
public final class ArraySize {
  /** The largest array that every Java virtual machine allows. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private ArraySize() {}

  /**
   * The product of these extents as an array's size.
   *
   * @param what is counted, in the plural
   * @throws NotApplicableException if no array holds so many
   */
  public static int of(String what, long... extents) {
    if (Arrays.stream(extents).anyMatch(extent -> extent == 0)) {
      return 0;
    }
    long size = 1;
    for (long extent : extents) {
      if (size > MOST / extent) {
        throw new NotApplicableException(
            "too large: "
                + what
                + " times "
                + Arrays.toString(extents)
                + " exceed the "
                + MOST
                + " numbers that are held at once; measure a smaller part");
      }
      size *= extent;
    }
    return (int) size;
  }
}
