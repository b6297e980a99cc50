package org.sweetspot.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A scale for each block along the rows: scale * round(x / scale).
 *
 * @param format of numbers and scales
 * @param rounding of the numbers
 * @param scales rounding of the blocks' scales; {@link ScaleRounding#UP} keeps stochastic rounding
 *     unbiased
 */
public record BlockQuantizer(BlockFormat format, Rounding rounding, ScaleRounding scales)
    implements Quantizer {
  private static final int RUN = 16;

  /** Checks that rounding and format go together. */
  public BlockQuantizer {
    GridKernel.check(format.element().grid(), rounding);
  }

  @Override
  public String name() {
    return format.name()
        + (rounding == Rounding.NEAREST ? "" : "+" + rounding.word())
        + (scales == ScaleRounding.UP ? "" : "+" + scales.word());
  }

  @Override
  public Storage storage() {
    return Storage.of(format.element().name(), format.bitsPerNumber());
  }

  @Override
  public boolean isRandom() {
    return rounding == Rounding.STOCHASTIC;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    // A row that is shorter than a block is a block of its own length.
    int length = Math.min(rowLength, format.length());
    Rows rows = new Rows(from.capacity(), rowLength, length);
    rows.each(from, into, draws, threads, kernel(from, length, 1, threads));
  }

  @Override
  public void quantizeColumns(
      FloatBuffer from, FloatBuffer into, int columns, Draws draws, int threads) {
    Columns blocks = new Columns(from.capacity(), columns, format.length());
    blocks.each(from, into, draws, threads, kernel(from, format.length(), blocks.width(), threads));
  }

  @Override
  public void limits(FloatBuffer from, FloatBuffer into, int rowLength) {
    float ofTensor = format.tensorScale() ? format.tensorScale(Magnitudes.largest(from, 1)) : 1;
    float held = format.element().grid().largest();
    for (int row = 0; row < from.capacity(); row += rowLength) {
      for (int start = 0; start < rowLength; start += format.length()) {
        int end = Math.min(rowLength, start + format.length());
        float largest = 0;
        for (int i = start; i < end; i++) {
          largest = Math.max(largest, Math.abs(from.get(row + i)));
        }
        float limit = held * format.blockScale(largest, ofTensor, scales);
        for (int i = start; i < end; i++) {
          into.put(row + i, limit);
        }
      }
    }
  }

  /** For blocks of that length whose numbers lie so far apart. */
  private LaneKernel kernel(FloatBuffer from, int length, int apart, int threads) {
    float largest = format.tensorScale() ? Magnitudes.largest(from, threads) : Float.NaN;
    float ofTensor = format.tensorScale() ? format.tensorScale(largest) : 1;
    boolean finite = largest <= Float.MAX_VALUE;
    GridKernel kernel = new GridKernel(format.element().grid(), rounding);
    return (lanes, count, position, numbers) -> {
      float[] ofBlocks = lanes.uniforms;
      int blocks = maxima(lanes, count, length, apart, ofBlocks);
      boolean within = scales == ScaleRounding.UP && (finite || areFinite(ofBlocks, blocks));
      format.blockScales(ofBlocks, blocks, ofTensor, scales);
      spread(ofBlocks, blocks, length, apart, lanes.scales);
      kernel.roundScaled(lanes, count, position, numbers, within);
    };
  }

  /**
   * The blocks' largest magnitudes, one after the other.
   *
   * @return how many
   */
  private static int maxima(Lanes lanes, int count, int length, int apart, float[] ofBlocks) {
    float[] largest = BlockMaxima.of(lanes, count, length, apart);
    int blocks = count / length;
    if (apart == 1) {
      for (int block = 0; block < blocks; block++) {
        ofBlocks[block] = largest[block * length];
      }
    } else {
      for (int block = 0; block < blocks; block += apart) {
        System.arraycopy(largest, block * length, ofBlocks, block, apart);
      }
    }
    return blocks;
  }

  /** Where all are, no value is beyond its block's largest number if scales are rounded up. */
  private static boolean areFinite(float[] ofBlocks, int blocks) {
    boolean finite = true;
    for (int block = 0; block < blocks; block++) {
      finite &= ofBlocks[block] <= Float.MAX_VALUE;
    }
    return finite;
  }

  private static void spread(float[] ofBlocks, int blocks, int length, int apart, float[] into) {
    if (apart == 1 && length % RUN == 0) {
      spreadRuns(ofBlocks, blocks * length / RUN, length / RUN, into);
      return;
    }
    if (apart == 1) {
      for (int block = 0; block < blocks; block++) {
        Arrays.fill(into, block * length, (block + 1) * length, ofBlocks[block]);
      }
      return;
    }
    for (int block = 0; block < blocks; block += apart) {
      int start = block * length;
      System.arraycopy(ofBlocks, block, into, start, apart);
      for (int have = apart; have < length * apart; have *= 2) {
        System.arraycopy(into, start, into, start + have, have);
      }
    }
  }

  /** A loop of a constant length becomes as many stores; a method that fills takes longer. */
  private static void spreadRuns(float[] ofBlocks, int runs, int ofBlock, float[] into) {
    for (int run = 0; run < runs; run++) {
      float one = ofBlocks[run / ofBlock];
      int start = run * RUN;
      for (int i = 0; i < RUN; i++) {
        into[start + i] = one;
      }
    }
  }
}
