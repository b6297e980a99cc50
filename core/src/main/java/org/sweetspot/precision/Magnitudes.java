package org.sweetspot.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Sizes of a tensor's values. */
public final class Magnitudes {
  private static final int PIECE = 1 << 16;
  private static final int UNSIGNED = 0x7fffffff;

  private Magnitudes() {}

  /** max|x|; 0 for none, NaN if one is NaN. */
  public static float largest(FloatBuffer values, int threads) {
    int pieces = (values.capacity() + PIECE - 1) / PIECE;
    IntStream range = IntStream.range(0, pieces);
    return (float)
        (threads > 1 ? range.parallel() : range)
            .mapToDouble(piece -> largestOf(values, piece))
            .reduce(0, Math::max);
  }

  /** mean|x|. */
  public static double meanAbsolute(FloatBuffer values) {
    double sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      sum += Math.abs(values.get(i));
    }
    return sum / values.capacity();
  }

  /** mean x^2. */
  public static double meanSquare(FloatBuffer values) {
    double sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      sum += (double) values.get(i) * values.get(i);
    }
    return sum / values.capacity();
  }

  /** Kept a lane apart until the end: the compiler makes vectors of that, not of one maximum. */
  private static float largestOf(FloatBuffer values, int piece) {
    Lanes lanes = Lanes.ofThread();
    float[] into = lanes.powers;
    Arrays.fill(into, 0);
    int end = Math.min(values.capacity(), (piece + 1) * PIECE);
    for (int start = piece * PIECE; start < end; start += Lanes.LENGTH) {
      int count = Math.min(Lanes.LENGTH, end - start);
      values.get(start, lanes.values, 0, count);
      raise(into, lanes.values, count);
    }
    float largest = 0;
    for (float one : into) {
      largest = Math.max(largest, one);
    }
    return largest;
  }

  private static void raise(float[] into, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.max(into[i], Math.abs(values[i]));
    }
  }

  /**
   * The largest magnitude of one block, from the bits of its values: without their sign these are
   * in the order of the magnitudes, NaN above all, and maxima of integers are fast one by one.
   */
  static float largestOfBlock(int[] bits, int start, int length) {
    int first = 0;
    int second = 0;
    int third = 0;
    int fourth = 0;
    int i = start;
    for (; i + 3 < start + length; i += 4) {
      first = Math.max(first, bits[i] & UNSIGNED);
      second = Math.max(second, bits[i + 1] & UNSIGNED);
      third = Math.max(third, bits[i + 2] & UNSIGNED);
      fourth = Math.max(fourth, bits[i + 3] & UNSIGNED);
    }
    for (; i < start + length; i++) {
      first = Math.max(first, bits[i] & UNSIGNED);
    }
    return Float.intBitsToFloat(Math.max(Math.max(first, second), Math.max(third, fourth)));
  }
}
