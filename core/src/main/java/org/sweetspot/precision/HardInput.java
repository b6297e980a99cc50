package org.sweetspot.precision;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/**
 * Values on which quantizers go wrong.
 *
 * @param name for reports
 * @param values rows of {@link #ROW}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HardInput(String name, float[] values) {
  /** Numbers of a row. */
  public static final int ROW = 64;

  private static final int SIZE = 8 * ROW;

  /** All of them. */
  public static List<HardInput> all() {
    List<HardInput> all = new ArrayList<>();
    RandomStream stream = new Seed(1).stream("precision/hard-inputs");
    all.add(filled("normal", i -> stream.nextGaussian()));
    all.add(filled("positive", i -> Math.abs(stream.nextGaussian())));
    all.add(filled("wide", i -> stream.nextGaussian() * Math.exp(3 * stream.nextGaussian())));
    all.add(filled("subnormal", i -> Float.MIN_NORMAL * 0x1p-4 * (0.1 + stream.nextDouble())));
    all.add(
        filled(
            "one giant among dwarfs",
            i -> i % 16 == 5 ? 100 : (i % 2 == 0 ? 1 : -1) * (0.5 + stream.nextDouble())));
    // Just above a power of two and above every scale: the scale that is rounded down saturates.
    all.add(
        filled(
            "block maxima above a scale",
            i ->
                i % 16 == 3
                    ? 6.05 + Math.floorDiv(i, 16) * 0.01
                    : 6 * (stream.nextDouble() - 0.5)));
    all.add(
        filled(
            "block maxima below a scale",
            i ->
                i % 16 == 3
                    ? 5.95 - Math.floorDiv(i, 16) * 0.01
                    : 6 * (stream.nextDouble() - 0.5)));
    return List.copyOf(all);
  }

  private static HardInput filled(String name, IntToDoubleFunction value) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) value.applyAsDouble(i);
    }
    return new HardInput(name, values);
  }
}
