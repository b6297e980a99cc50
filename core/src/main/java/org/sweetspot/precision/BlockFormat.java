package org.sweetspot.precision;

/**
 * Blocks of numbers with a shared scale, and perhaps one more scale for the tensor.
 *
 * <p>Sources: OCP Microscaling Formats (MX) specification 1.0; NVFP4 as in arXiv 2509.25149: tensor
 * scale t = max|x| / (448 * 6), block scale s of E4M3 near max|x of block| / (6 t). Here t is
 * rounded up to 18 significant bits, so that t s and t s times any number of four bits are exact in
 * float32.
 *
 * @param name as it is written in recipes
 * @param element format of the numbers
 * @param length of a block: 16, 32, or another power of two up to 2,048
 * @param scale format of a block's scale
 * @param tensorScale whether the tensor has a scale, in float32
 */
public record BlockFormat(
    String name, NumberFormat element, int length, ScaleFormat scale, boolean tensorScale) {
  /** E4M3 in blocks of 32 with a power of two. */
  public static final BlockFormat MXFP8 =
      new BlockFormat("mxfp8", FloatFormat.E4M3, 32, ScaleFormat.POWER_OF_TWO, false);

  /** E2M1 in blocks of 32 with a power of two. */
  public static final BlockFormat MXFP4 =
      new BlockFormat("mxfp4", FloatFormat.E2M1, 32, ScaleFormat.POWER_OF_TWO, false);

  /** E2M1 in blocks of 16 with an E4M3 scale, and one for the tensor. */
  public static final BlockFormat NVFP4 =
      new BlockFormat("nvfp4", FloatFormat.E2M1, 16, ScaleFormat.E4M3, true);

  private static final int LOST = 0x3f;

  /** Checks the length. */
  public BlockFormat {
    if (length < 2 || length > Lanes.LENGTH || Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException(
          "length of a block of "
              + name
              + ": expected a power of two, 2 to "
              + Lanes.LENGTH
              + ", got "
              + length);
    }
  }

  /** Bits a number takes, its share of the block's scale included. */
  public double bitsPerNumber() {
    return element.bits() + 8.0 / length;
  }

  /** The tensor's scale for its largest magnitude; 1 if it has none. */
  public float tensorScale(float largest) {
    if (!tensorScale) {
      return 1;
    }
    double wanted = largest / ((double) scale.largest() * element.grid().largest());
    float near = Math.max((float) wanted, Float.MIN_NORMAL);
    float above = near < wanted ? Math.nextUp(near) : near;
    return Float.intBitsToFloat((Float.floatToIntBits(above) + LOST) & ~LOST);
  }

  /** A block's scale, the tensor's included, for the block's largest magnitude. */
  public float blockScale(float largest, float ofTensor, ScaleRounding rounding) {
    return scale.round(largest / (full(rounding) * ofTensor), rounding) * ofTensor;
  }

  /** The same for many blocks, in the place of their largest magnitudes. */
  void blockScales(float[] largest, int blocks, float ofTensor, ScaleRounding rounding) {
    double unit = full(rounding) * ofTensor;
    if (rounding != ScaleRounding.UP) {
      for (int i = 0; i < blocks; i++) {
        largest[i] = scale.round(largest[i] / unit, rounding) * ofTensor;
      }
    } else {
      scale.up(largest, blocks, unit, ofTensor);
    }
  }

  /** What a scale of 1 stands for. */
  private double full(ScaleRounding rounding) {
    float largest = element.grid().largest();
    boolean specified = rounding == ScaleRounding.DOWN && scale == ScaleFormat.POWER_OF_TWO;
    return specified ? Math.scalb(1.0, Math.getExponent(largest)) : largest;
  }
}
