package org.sweetspot.precision;

/**
 * The largest magnitude of each block, without a loop over single blocks, which no compiler makes
 * vectors of: in place of every value the larger of it and of the one half a block further, then a
 * quarter, and so on. What then stands at the first place of a block is its largest; what stands
 * elsewhere mixes blocks and is not looked at.
 */
final class BlockMaxima {
  private BlockMaxima() {}

  /**
   * The maxima of the lanes' values; NaN where one is NaN. Uses powers and rests.
   *
   * @param length of a block, a power of two
   * @param apart how far the numbers of a block lie from each other; blocks beside each other lie
   *     in between
   * @return an array that has them at the first places of blocks
   */
  static float[] of(Lanes lanes, int count, int length, int apart) {
    float[] from = lanes.rests;
    float[] into = lanes.powers;
    int half = length / 2 * apart;
    int left = count - half;
    fold(lanes.values, into, left, half);
    for (int further = half / 2; further >= apart; further /= 2) {
      float[] other = from;
      from = into;
      into = other;
      left -= further;
      foldMagnitudes(from, into, left, further);
    }
    return into;
  }

  private static void fold(float[] from, float[] into, int count, int further) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.max(Math.abs(from[i]), Math.abs(from[i + further]));
    }
  }

  private static void foldMagnitudes(float[] from, float[] into, int count, int further) {
    for (int i = 0; i < count; i++) {
      into[i] = Math.max(from[i], from[i + further]);
    }
  }
}
