package org.sweetspot.vector;

import org.sweetspot.random.RandomStream;

/** The entries of random vectors, equal for every engine. */
public final class Draws {
  private Draws() {}

  /** Independent standard normal entries, one draw of the stream each. */
  public static double[] gaussian(RandomStream stream, int size) {
    double[] entries = new double[size];
    for (int i = 0; i < size; i++) {
      entries[i] = stream.nextGaussian();
    }
    return entries;
  }

  /** Independent entries of +1 or -1, 64 from each word of the stream. */
  public static double[] rademacher(RandomStream stream, int size) {
    double[] entries = new double[size];
    long bits = 0;
    for (int i = 0; i < size; i++) {
      if (i % Long.SIZE == 0) {
        bits = stream.nextLong();
      }
      entries[i] = ((bits >>> (i % Long.SIZE)) & 1) == 0 ? 1 : -1;
    }
    return entries;
  }
}
