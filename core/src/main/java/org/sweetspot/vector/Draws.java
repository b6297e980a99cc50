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

  /**
   * Independent entries of the symmetric stable distribution whose characteristic function is
   * exp(-|u|^alpha), two draws of the stream each: sin(alpha v) / cos(v)^(1 / alpha) (cos((1 -
   * alpha) v) / w)^((1 - alpha) / alpha), with v uniform between -pi/2 and pi/2 and w exponential
   * (Chambers, Mallows and Stuck 1976). At alpha 2 they are normal with variance 2, at 1 Cauchy's.
   *
   * @param alpha above 0, at most 2
   */
  public static double[] stable(RandomStream stream, int size, double alpha) {
    double[] entries = new double[size];
    for (int i = 0; i < size; i++) {
      double angle = StrictMath.PI * (stream.nextDouble() - 0.5);
      double wait = -StrictMath.log(1 - stream.nextDouble());
      double tail =
          StrictMath.pow(
              StrictMath.cos((1 - alpha) * angle) / Math.max(wait, Double.MIN_NORMAL),
              (1 - alpha) / alpha);
      entries[i] =
          StrictMath.sin(alpha * angle) / StrictMath.pow(StrictMath.cos(angle), 1 / alpha) * tail;
    }
    return entries;
  }
}
