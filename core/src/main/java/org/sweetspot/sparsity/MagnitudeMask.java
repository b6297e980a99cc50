package org.sweetspot.sparsity;

/**
 * Keeps the N largest magnitudes of every M along rows, of equal ones the first. A row's last
 * group, if it has {@code m < M} numbers, keeps its N m / M largest, rounded up.
 */
public final class MagnitudeMask {
  private MagnitudeMask() {}

  /**
   * The mask.
   *
   * @param rowLength numbers of a row, which divides their number
   * @return true where the number is kept
   */
  public static boolean[] of(float[] values, int rowLength, SparsePattern pattern) {
    boolean[] mask = new boolean[values.length];
    for (int row = 0; row < values.length; row += rowLength) {
      for (int start = row; start < row + rowLength; start += pattern.of()) {
        int size = Math.min(pattern.of(), row + rowLength - start);
        int kept = (pattern.kept() * size + pattern.of() - 1) / pattern.of();
        keep(values, start, size, kept, mask);
      }
    }
    return mask;
  }

  private static void keep(float[] values, int start, int size, int kept, boolean[] mask) {
    for (int k = 0; k < kept; k++) {
      int best = -1;
      float largest = -1;
      for (int i = start; i < start + size; i++) {
        float magnitude = Math.abs(values[i]);
        if (!mask[i] && magnitude > largest) {
          largest = magnitude;
          best = i;
        }
      }
      if (best >= 0) {
        mask[best] = true;
      }
    }
  }
}
