package org.sweetspot.sparsity;

import java.util.Arrays;

/**
 * Takes entries from the largest down where row and column still lack one, then fills what is left:
 * for a row r and a column c that lack entries, an entry (i, j) gives way to (r, j) and (i, c),
 * chosen so that most is gained. At least half of the best total, on average 0.98 of it.
 *
 * <p>Such an entry exists: were there none, all rows without an entry in c would lack entries
 * themselves, and the first pass would have given them one in c.
 */
public record RepairedGreedy() implements BlockSolver {
  @Override
  public void solve(float[] magnitudes, int size, int kept, boolean[] mask) {
    long[] order = new long[size * size];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) Float.floatToRawIntBits(magnitudes[i]) << Integer.SIZE) | i;
    }
    Arrays.sort(order);
    take(order, magnitudes, size, kept, mask);
  }

  /**
   * Greedy along an order, then repaired.
   *
   * @param order keys with an entry's index in the lower half, best last
   */
  static void take(long[] order, float[] magnitudes, int size, int kept, boolean[] mask) {
    Arrays.fill(mask, false);
    int[] ofRow = new int[size];
    int[] ofColumn = new int[size];
    int left = size * kept;
    for (int k = order.length - 1; k >= 0 && left > 0; k--) {
      int entry = (int) order[k];
      int i = entry / size;
      int j = entry % size;
      if (ofRow[i] < kept && ofColumn[j] < kept) {
        mask[entry] = true;
        ofRow[i]++;
        ofColumn[j]++;
        left--;
      }
    }
    while (left > 0) {
      fill(magnitudes, size, kept, mask, ofRow, ofColumn);
      left--;
    }
  }

  private static void fill(
      float[] weights, int size, int kept, boolean[] mask, int[] ofRow, int[] ofColumn) {
    int r = lacking(ofRow, kept);
    int c = lacking(ofColumn, kept);
    ofRow[r]++;
    ofColumn[c]++;
    if (!mask[r * size + c]) {
      mask[r * size + c] = true;
      return;
    }
    int best = -1;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        if (mask[i * size + j] && !mask[r * size + j] && !mask[i * size + c]) {
          float gain = weights[r * size + j] + weights[i * size + c] - weights[i * size + j];
          if (gain > most) {
            most = gain;
            best = i * size + j;
          }
        }
      }
    }
    mask[best] = false;
    mask[r * size + best % size] = true;
    mask[best / size * size + c] = true;
  }

  private static int lacking(int[] counts, int kept) {
    int one = 0;
    while (counts[one] >= kept) {
      one++;
    }
    return one;
  }
}
