package org.sweetspot.precision;

/**
 * The randomized Hadamard transform of short blocks along rows: y = H D x / sqrt(n), with D signs
 * drawn once and H the matrix of -1 and 1. It spreads one giant over its block, is orthogonal, and
 * so cancels in a product whose two operands are transformed alike. A row's last block, if shorter,
 * is transformed in parts of powers of two.
 */
public final class Hadamard {
  private final int length;
  private final float[] signs;

  /**
   * A transform.
   *
   * @param length of a block, a power of two
   * @param draws for the signs
   */
  public Hadamard(int length, Draws draws) {
    if (length < 1 || Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException(
          "length of a Hadamard transform: expected a power of two, got " + length);
    }
    this.length = length;
    this.signs = new float[length];
    for (int i = 0; i < length; i++) {
      signs[i] = draws.bits(i) < 0 ? -1 : 1;
    }
  }

  /** Transforms each block of each row in place. */
  public void apply(float[] values, int rowLength) {
    blocks(values, rowLength, true);
  }

  /** The inverse, which is the transpose. */
  public void invert(float[] values, int rowLength) {
    blocks(values, rowLength, false);
  }

  private void blocks(float[] values, int rowLength, boolean forward) {
    for (int row = 0; row < values.length; row += rowLength) {
      int end = row + rowLength;
      for (int start = row; start < end; ) {
        int size = Math.min(length, Integer.highestOneBit(end - start));
        if (forward) {
          sign(values, start, size);
        }
        butterflies(values, start, size);
        if (!forward) {
          sign(values, start, size);
        }
        start += size;
      }
    }
  }

  private void sign(float[] values, int start, int size) {
    for (int i = 0; i < size; i++) {
      values[start + i] *= signs[i];
    }
  }

  private static void butterflies(float[] values, int start, int size) {
    for (int half = 1; half < size; half *= 2) {
      for (int block = start; block < start + size; block += 2 * half) {
        for (int i = block; i < block + half; i++) {
          float sum = values[i] + values[i + half];
          values[i + half] = values[i] - values[i + half];
          values[i] = sum;
        }
      }
    }
    float norm = (float) (1 / Math.sqrt(size));
    for (int i = start; i < start + size; i++) {
      values[i] *= norm;
    }
  }
}
