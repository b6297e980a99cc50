package org.sweetspot.precision;

import java.nio.FloatBuffer;

/**
 * A quantizer that counts what it loses: numbers that become zero (underflow) and numbers beyond
 * the largest that their scale can hold (saturation). It gives what the other one gives, at a
 * multiple of its cost.
 */
public final class CountedQuantizer implements Quantizer {
  private final Quantizer quantizer;
  private long numbers;
  private long zeroed;
  private long saturated;

  /** Counts for another quantizer. */
  public CountedQuantizer(Quantizer quantizer) {
    this.quantizer = quantizer;
  }

  /** Numbers other than zero so far. */
  public long numbers() {
    return numbers;
  }

  /** Share of the numbers other than zero that became zero; NaN before the first. */
  public double underflow() {
    return (double) zeroed / numbers;
  }

  /** Share of the numbers other than zero that were beyond the largest; NaN before the first. */
  public double saturation() {
    return (double) saturated / numbers;
  }

  @Override
  public String name() {
    return quantizer.name();
  }

  @Override
  public Storage storage() {
    return quantizer.storage();
  }

  @Override
  public boolean isRandom() {
    return quantizer.isRandom();
  }

  @Override
  public void limits(FloatBuffer from, FloatBuffer into, int rowLength) {
    quantizer.limits(from, into, rowLength);
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    float[] values = new float[from.capacity()];
    from.get(0, values);
    FloatBuffer limits = FloatBuffer.allocate(values.length);
    quantizer.limits(from, limits, rowLength);
    quantizer.quantize(from, into, rowLength, draws, threads);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        numbers++;
        zeroed += into.get(i) == 0 ? 1 : 0;
        saturated += Math.abs(values[i]) > limits.get(i) ? 1 : 0;
      }
    }
  }
}
