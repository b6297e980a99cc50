package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** The fast rounding beside its definition. */
class GridKernelTest {
  private static final List<NumberFormat> FORMATS = formats();

  @Test
  void nearestRoundingIsItsDefinitionBitForBit() {
    for (NumberFormat format : FORMATS) {
      float[] values = values(format);
      float[] rounded = rounded(format, Rounding.NEAREST, values, new Draws(0, 0));
      for (int i = 0; i < values.length; i++) {
        assertThat(Float.floatToIntBits(rounded[i]))
            .as(format.name() + " of " + values[i])
            .isEqualTo(Float.floatToIntBits(format.grid().nearest(values[i])));
      }
    }
  }

  @Test
  void stochasticRoundingGoesUpWhereItsNumberIsBelowTheFraction() {
    Draws draws = new Draws(17, 4711);
    for (NumberFormat format : FORMATS) {
      float[] values = values(format);
      float[] rounded = rounded(format, Rounding.STOCHASTIC, values, draws);
      Grid grid = format.grid();
      int up = 0;
      int between = 0;
      for (int i = 0; i < values.length; i++) {
        float low = grid.towardsZero(values[i]);
        float high = grid.awayFromZero(values[i]);
        if (Float.isNaN(values[i])) {
          assertThat(rounded[i]).isNaN();
        } else {
          // Stochastic rounding does not keep the sign of 0.
          assertThat(rounded[i] + 0f)
              .as(format.name() + " of " + values[i])
              .isIn(low + 0f, high + 0f);
          between += low == high ? 0 : 1;
          up += low != high && rounded[i] == high ? 1 : 0;
        }
      }
      // Fractions are evenly spread in the sample, so about half go up.
      assertThat((double) up / between).as(format.name()).isCloseTo(0.5, within(0.07));
    }
  }

  @Test
  void theProbabilityOfGoingUpIsTheFractionItself() {
    int draws = 1 << 20;
    for (NumberFormat format : Quantizers.formats()) {
      Grid grid = format.grid();
      float low = grid.towardsZero(grid.largest() / 4);
      float step = (float) grid.step(low);
      for (float fraction : new float[] {0.125f, 0.3f, 0.75f}) {
        float[] values = new float[draws];
        Arrays.fill(values, low + fraction * step);
        double p = grid.probabilityAway(values[0]);
        float[] rounded = rounded(format, Rounding.STOCHASTIC, values, new Draws(3, 5));
        float high = grid.awayFromZero(values[0]);
        int up = 0;
        for (float one : rounded) {
          up += one == high ? 1 : 0;
        }
        double error = Math.sqrt(p * (1 - p) / draws);
        assertThat((double) up / draws)
            .as(format.name() + " " + fraction)
            .isCloseTo(p, within(4 * error + 1e-12));
      }
    }
  }

  @Test
  void roundingByLogarithmsHasItsLimitAtTheRootOfTwo() {
    float[] values = {0.4f, 0.6f, 0.8f, 1.4f, 1.42f, -2.82f, -2.83f, 90f};
    assertThat(rounded(LogarithmicFormat.LOG4, Rounding.NEAREST_LOGARITHM, values, new Draws(0, 0)))
        .containsExactly(0f, 0f, 1f, 1f, 2f, -2f, -4f, 64f);
    assertThatThrownBy(
            () -> rounded(FloatFormat.E4M3, Rounding.NEAREST_LOGARITHM, values, new Draws(0, 0)))
        .hasMessageContaining("logarithmic format");
  }

  private static float[] rounded(
      NumberFormat format, Rounding rounding, float[] values, Draws draws) {
    return new ScaledQuantizer(format, rounding, Clipping.NONE).of(values, values.length, draws);
  }

  /** All binades around the format's, its numbers, its midpoints, and what is no number. */
  private static float[] values(NumberFormat format) {
    RandomStream stream = new Seed(5).stream(format.name());
    Grid grid = format.grid();
    var values = new ArrayList<Float>();
    double low = Math.log(grid.smallest()) - 2;
    double high = Math.log(grid.largest());
    for (int i = 0; i < 20_000; i++) {
      float size = (float) Math.exp(low + (high - low) * stream.nextDouble());
      values.add(stream.nextInt(2) == 0 ? size : -size);
    }
    int every = Math.max(1, format.codes() / 512);
    for (int code = 0; code < format.codes(); code += every) {
      float held = format.decode(code);
      values.add(held);
      values.add((float) (held + grid.step(Math.abs(held)) / 2));
    }
    values.add(Float.NaN);
    values.add(Float.intBitsToFloat(0x7fffffff));
    values.add(Float.intBitsToFloat(0xff800001));
    values.add(0f);
    values.add(-0f);
    values.add(Float.MIN_VALUE);
    values.add(-Float.MAX_VALUE);
    values.add(Float.POSITIVE_INFINITY);
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static List<NumberFormat> formats() {
    List<NumberFormat> formats = new ArrayList<>(Quantizers.formats());
    formats.add(new LogarithmicFormat(15));
    formats.add(new IntegerFormat(2));
    return List.copyOf(formats);
  }
}
