package org.sweetspot.precision;

/**
 * The largest magnitude of each block, without a loop over single blocks, which no compiler makes
 * vectors of: in place of every value the larger of it and of the next, then of that and of the one
 * two further, and so on, until each place has the largest of as many as a block has from there on.
 * What stands at the first place of a block is its largest; what stands elsewhere mixes blocks and
 * is not looked at.
 */
final class BlockMaxima {
  private BlockMaxima() {}

  /**
   * The maxima of the lanes' values; NaN where one is NaN. Uses powers and rests.
   *
   * @param length of a block
   * @param apart how far the numbers of a block lie from each other; blocks beside each other lie
   *     in between
   * @return an array that has them at the first places of blocks
   */
  static float[] of(Lanes lanes, int count, int length, int apart) {
    float[] largest = lanes.powers;
    // A copy that is shifted: two places of one array are not made vectors of.
    float[] further = lanes.rests;
    if (length == 1) {
      magnitudes(lanes.values, largest, count);
      return largest;
    }
    int left = count - apart;
    System.arraycopy(lanes.values, apart, further, 0, left);
    larger(lanes.values, further, largest, left);
    int reached = 2;
    while (reached < length) {
      int step = Math.min(reached, length - reached);
      left -= step * apart;
      System.arraycopy(largest, step * apart, further, 0, left);
      raise(largest, further, left);
      reached += step;
    }
    return largest;
  }

  private static void magnitudes(float[] from, float[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.abs(from[i]);
    }
  }

  private static void larger(float[] one, float[] other, float[] into, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.max(Math.abs(one[i]), Math.abs(other[i]));
    }
  }

  private static void raise(float[] into, float[] by, int count) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.max(into[i], by[i]);
    }
  }
}
