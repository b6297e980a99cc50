package org.sweetspot.sparsity;

import java.nio.FloatBuffer;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Storage;

/**
 * What a sparsifier keeps, in a narrow format. The two draw independently, so that two unbiased
 * ones stay unbiased together.
 *
 * @param sparse the first
 * @param format the second
 */
public record SparseThenQuantized(Quantizer sparse, Quantizer format) implements Quantizer {
  @Override
  public String name() {
    return sparse.name() + "," + format.name();
  }

  @Override
  public Storage storage() {
    return new Storage(
        format.storage().type(),
        format.storage().bits(),
        sparse.storage().density(),
        sparse.storage().indexBits(),
        format.storage().copies());
  }

  @Override
  public boolean isRandom() {
    return sparse.isRandom() || format.isRandom();
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    sparse.quantize(from, into, rowLength, draws.child(1), threads);
    format.quantize(into, into, rowLength, draws.child(2), threads);
  }
}
