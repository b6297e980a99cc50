package org.sweetspot.precision;

import java.nio.FloatBuffer;
import org.sweetspot.api.PublicApi;

/**
 * Gives back a tensor's values as a narrow format would hold them, scales included.
 *
 * <p>Equal draws give equal values, on any number of threads.
 */
@PublicApi
public interface Quantizer {
  /** As it is written in recipes. */
  String name();

  /** Whether it draws random numbers. */
  boolean isRandom();

  /**
   * Quantizes a tensor.
   *
   * @param from the values, from the buffer's index 0 to its capacity
   * @param into as large; may be the same buffer
   * @param rowLength numbers along the innermost axis, where blocks lie; a row starts a block anew
   * @param draws for stochastic rounding
   * @param threads above 1: also on the other cores
   */
  void quantize(FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads);

  /** The quantized values of an array. */
  default float[] of(float[] values, int rowLength, Draws draws) {
    float[] into = new float[values.length];
    quantize(FloatBuffer.wrap(values), FloatBuffer.wrap(into), rowLength, draws, 1);
    return into;
  }
}
