package org.sweetspot.precision;

import java.nio.FloatBuffer;

/**
 * The mean of several independent draws: the same mean and an n-th of the variance, for n products
 * instead of one ("SMP" in Chmiel et al., ICLR 2023).
 *
 * @param quantizer a random one
 * @param draws n, 2 or more
 */
public record AveragedQuantizer(Quantizer quantizer, int draws) implements Quantizer {
  /** What recipes call it, before the number. */
  static final String WORD = "draws=";

  /** Checks that there is something to average. */
  public AveragedQuantizer {
    if (draws < 2 || !quantizer.isRandom()) {
      throw new IllegalArgumentException(
          "draws to average: expected 2 or more of a random quantizer, got "
              + draws
              + " of "
              + quantizer.name()
              + "; add stochastic");
    }
  }

  @Override
  public String name() {
    return quantizer.name() + "+" + WORD + draws;
  }

  @Override
  public Storage storage() {
    return quantizer.storage().times(draws);
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws numbers, int threads) {
    float[] sum = new float[from.capacity()];
    float[] one = new float[from.capacity()];
    for (int draw = 0; draw < draws; draw++) {
      quantizer.quantize(from, FloatBuffer.wrap(one), rowLength, numbers.child(draw), threads);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += one[i] / draws;
      }
    }
    into.put(0, sum);
  }
}
