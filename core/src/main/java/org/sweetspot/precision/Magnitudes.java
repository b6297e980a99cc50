package org.sweetspot.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Sizes of a tensor's values. */
public final class Magnitudes {
  private static final int PIECE = 1 << 16;

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
    float[] into = lanes.magnitudes;
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
   * The largest magnitude of as many of the lanes' values as a block has, from each index on: by
   * halves, so that the compiler makes vectors of it. Right at the start of each block.
   */
  static float[] largestAhead(Lanes lanes, int count, int length) {
    float[] from = lanes.magnitudes;
    float[] into = lanes.steps;
    absolute(lanes.values, from, count);
    for (int half = length / 2; half > 0; half /= 2) {
      largerOf(from, into, half, count - half);
      System.arraycopy(from, count - half, into, count - half, half);
      float[] swap = from;
      from = into;
      into = swap;
    }
    return from;
  }

  private static void absolute(float[] values, float[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.abs(values[i]);
    }
  }

  private static void largerOf(float[] from, float[] into, int ahead, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.max(from[i], from[i + ahead]);
    }
  }
}
