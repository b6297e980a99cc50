package org.sweetspot.sparsity;

import java.nio.FloatBuffer;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Storage;

/**
 * Keeps the N largest magnitudes of every M as they are: biased, since what is small is always
 * lost.
 *
 * @param pattern N:M along the rows
 */
public record MagnitudeSparsifier(SparsePattern pattern) implements Quantizer {
  @Override
  public String name() {
    return pattern.toString();
  }

  @Override
  public Storage storage() {
    return Storage.PLAIN.sparse(pattern.kept(), pattern.of());
  }

  @Override
  public boolean isRandom() {
    return false;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    float[] values = new float[from.capacity()];
    from.get(0, values);
    boolean[] mask = MagnitudeMask.of(values, rowLength, pattern);
    for (int i = 0; i < values.length; i++) {
      values[i] = mask[i] ? values[i] : 0;
    }
    into.put(0, values);
  }
}
