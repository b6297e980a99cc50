package org.sweetspot.precision;

import java.nio.FloatBuffer;

/**
 * Quantizes the randomized Hadamard transform of a tensor and transforms back: in a product whose
 * other operand is transformed alike, the two inverses cancel, so this is what such a product
 * computes. New signs for each tensor.
 *
 * @param quantizer of the transformed values
 * @param length of a transform: 16 in NVFP4 recipes
 */
public record RotatedQuantizer(Quantizer quantizer, int length) implements Quantizer {
  /** What recipes call it. */
  static final String WORD = "rotated";

  private static final int SIGNS = -1;

  @Override
  public String name() {
    return quantizer.name() + "+" + WORD;
  }

  @Override
  public Storage storage() {
    return quantizer.storage();
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    Hadamard hadamard = new Hadamard(length, draws.child(SIGNS));
    float[] values = new float[from.capacity()];
    from.get(0, values);
    hadamard.apply(values, rowLength);
    FloatBuffer rotated = FloatBuffer.wrap(values);
    quantizer.quantize(rotated, rotated, rowLength, draws, threads);
    hadamard.invert(values, rowLength);
    into.put(0, values);
  }
}
