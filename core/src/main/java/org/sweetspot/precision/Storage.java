package org.sweetspot.precision;

import org.sweetspot.api.PublicApi;

/**
 * How hardware of a format would hold a tensor.
 *
 * @param type of the numbers that are multiplied, for instance e2m1
 * @param bits of a number that is kept, with its part of the block's scale
 * @param density share of the numbers that is kept
 * @param indexBits bits that say where a kept number stands; 0 where all are kept
 * @param copies tensors in place of one: several draws are products of their own
 */
@PublicApi
public record Storage(String type, double bits, double density, double indexBits, int copies) {
  /** As it is: float32. */
  public static final Storage PLAIN = of(Quantizers.NONE, Float.SIZE);

  /** All numbers once. */
  public static Storage of(String type, double bits) {
    return new Storage(type, bits, 1, 0, 1);
  }

  /** N of every M of them, each with the bits of its place among M. */
  public Storage sparse(int kept, int of) {
    return new Storage(
        type, bits, density * kept / of, indexBits + Math.log(of) / Math.log(2), copies);
  }

  /** Several draws. */
  public Storage times(int draws) {
    return new Storage(type, bits, density, indexBits, copies * draws);
  }

  /** Bits for each number of the tensor, kept or not. */
  public double bitsPerNumber() {
    return copies * density * (bits + indexBits);
  }
}
