package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class ScaleFormatTest {
  private static final float[] UNITS = {0.006f, 6f, 0x1p-99f, 0x1p-126f, 1.5e30f, 3e-39f};

  /** Values on the scales' grid, beside it by one bit, far below, far above, and none. */
  private static float value(RandomStream stream, double unit) {
    double scale = Math.scalb(8.0 + stream.nextInt(8), stream.nextInt(24) - 16);
    float on = (float) (scale * unit);
    return switch (stream.nextInt(8)) {
      case 0 -> on;
      case 1 -> Math.nextUp(on);
      case 2 -> Math.max(0, Math.nextDown(on));
      case 3 -> 0;
      case 4 -> Float.MIN_VALUE;
      case 5 -> Float.POSITIVE_INFINITY;
      case 6 -> Float.NaN;
      default -> (float) (on * (1 + stream.nextDouble()));
    };
  }

  @Test
  void manyAtOnceAreRoundedUpAsEachAlone() {
    RandomStream stream = new Seed(5).stream("test/scales");
    for (ScaleFormat format : ScaleFormat.values()) {
      for (float unit : UNITS) {
        // Units of few bits are taken by floats, others by doubles.
        for (double exact : new double[] {rounded(unit), unit, unit * (1 + 0x1p-40)}) {
          compare(format, exact, stream);
        }
      }
    }
  }

  private static void compare(ScaleFormat format, double unit, RandomStream stream) {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(stream, unit);
    }
    float[] scales = values.clone();
    format.up(scales, scales.length, unit, 0.25f);
    for (int i = 0; i < values.length; i++) {
      float alone = format.round(values[i] / unit, ScaleRounding.UP) * 0.25f;
      assertThat(scales[i])
          .as(format + " of %s / %s", values[i], unit)
          .isEqualTo(Float.valueOf(alone));
    }
  }

  private static float rounded(float unit) {
    return Float.intBitsToFloat(Float.floatToIntBits(unit) & ~0x3f);
  }
}
