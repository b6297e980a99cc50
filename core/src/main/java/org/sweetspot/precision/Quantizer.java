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

  /** How hardware would hold what it gives. */
  Storage storage();

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

  /**
   * The largest magnitude that each value's scale can hold: values beyond it saturate. Infinite
   * where nothing can be said.
   *
   * @param from the values
   * @param into as large
   * @param rowLength as for {@link #quantize}
   */
  default void limits(FloatBuffer from, FloatBuffer into, int rowLength) {
    for (int i = 0; i < into.capacity(); i++) {
      into.put(i, Float.POSITIVE_INFINITY);
    }
  }

  /**
   * Quantizes a matrix whose blocks lie down its columns: what {@link #quantize} gives for the
   * transpose, transposed back, but for the random numbers, which other values may get.
   *
   * @param from the values in rows, from the buffer's index 0 to its capacity
   * @param into as large; may be the same buffer
   * @param columns numbers in a row
   * @param draws for stochastic rounding
   * @param threads above 1: also on the other cores
   */
  default void quantizeColumns(
      FloatBuffer from, FloatBuffer into, int columns, Draws draws, int threads) {
    int rows = from.capacity() / columns;
    FloatBuffer turned = FloatBuffer.allocate(from.capacity());
    for (int i = 0; i < from.capacity(); i++) {
      turned.put(i % columns * rows + i / columns, from.get(i));
    }
    quantize(turned, turned, rows, draws, threads);
    for (int i = 0; i < from.capacity(); i++) {
      into.put(i, turned.get(i % columns * rows + i / columns));
    }
  }

  /** The quantized values of an array. */
  default float[] of(float[] values, int rowLength, Draws draws) {
    float[] into = new float[values.length];
    quantize(FloatBuffer.wrap(values), FloatBuffer.wrap(into), rowLength, draws, 1);
    return into;
  }
}
