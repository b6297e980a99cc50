package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class QuantizersTest {
  private static final Draws DRAWS = new Draws(1, 2);

  @Test
  void namesAreReadAndWritten() {
    for (String name :
        new String[] {
          "int8",
          "nvfp4",
          "nvfp4+stochastic",
          "int4+sawb",
          "log4+stochastic+draws=2",
          "bfloat16",
          "mxfp4+stochastic+scales-nearest",
          "nvfp4+stochastic+rotated",
          "log-levels-7+stochastic",
          "e4m3+unscaled",
          "e2m1+mse",
          "bfloat16+stochastic",
          "log4+nearest-logarithm"
        }) {
      assertThat(Quantizers.named(name).orElseThrow().name()).isEqualTo(name);
    }
    assertThat(Quantizers.named("luq").orElseThrow().name()).isEqualTo("log4+stochastic");
    assertThat(Quantizers.named("fp8").orElseThrow().name()).isEqualTo("e4m3");
    assertThat(Quantizers.named("float32")).isEmpty();
    assertThatThrownBy(() -> Quantizers.named("fp5")).hasMessageContaining("nvfp4");
    assertThatThrownBy(() -> Quantizers.named("int8+rotten")).hasMessageContaining("rotten");
    assertThatThrownBy(() -> Quantizers.named("e4m3+sawb")).hasMessageContaining("int4");
    assertThatThrownBy(() -> Quantizers.named("int4+draws=3")).hasMessageContaining("stochastic");
  }

  @Test
  void threadsAndPlacesOfRowsChangeNothing() {
    float[] values = normal(130_000, "rows");
    for (String name : new String[] {"nvfp4+stochastic", "int4+stochastic", "mxfp8"}) {
      Quantizer quantizer = Quantizers.named(name).orElseThrow();
      for (int row : new int[] {130_000, 1300, 50, 10}) {
        float[] two = new float[values.length];
        quantizer.quantize(FloatBuffer.wrap(values), FloatBuffer.wrap(two), row, DRAWS, 2);
        assertThat(two).as(name + " " + row).isEqualTo(quantizer.of(values, row, DRAWS));
      }
    }
  }

  @Test
  void aRowStartsABlockAnew() {
    float[] values = normal(60, "tails");
    Quantizer quantizer = Quantizers.named("mxfp4").orElseThrow();
    float[] whole = quantizer.of(values, 20, DRAWS);
    for (int row = 0; row < 3; row++) {
      float[] alone = Arrays.copyOfRange(values, 20 * row, 20 * row + 20);
      assertThat(Arrays.copyOfRange(whole, 20 * row, 20 * row + 20))
          .isEqualTo(quantizer.of(alone, 20, DRAWS));
    }
  }

  @Test
  void nothingSaturatesWhereScalesAreRoundedUp() {
    float[] values = normal(1 << 16, "saturate");
    for (int i = 0; i < values.length; i++) {
      values[i] *= (float) Math.exp(8 * Math.sin(i / 100.0));
    }
    for (BlockFormat format : Quantizers.blocks()) {
      assertThat(saturated(format, ScaleRounding.UP, values)).as(format.name()).isZero();
      assertThat(saturated(format, ScaleRounding.NEAREST, values)).as(format.name()).isPositive();
    }
  }

  @Test
  void aNumberThatIsHeldStays() {
    float[] values = normal(4096, "held");
    for (String name : new String[] {"int8", "e4m3", "e5m2", "mxfp8", "mxfp4", "half"}) {
      Quantizer quantizer = Quantizers.named(name).orElseThrow();
      float[] once = quantizer.of(values, 4096, DRAWS);
      float[] twice = quantizer.of(once, 4096, DRAWS);
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).as(name).isCloseTo(once[i], within(Math.abs(once[i]) * 0x1p-22f));
      }
    }
  }

  @Test
  void clipsHaveTheirClosedForms() {
    // w e^w = 3 4^bits; the published multiples for 2, 3 and 4 bits.
    assertThat(ClippingRules.lambert(48)).isCloseTo(2.83, within(0.005));
    assertThat(ClippingRules.lambert(192)).isCloseTo(3.89, within(0.01));
    assertThat(ClippingRules.lambert(768)).isCloseTo(5.03, within(0.005));
    float[] halves = new float[1000];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = i % 2 == 0 ? 1 : -1;
    }
    halves[0] = 100;
    FloatBuffer values = FloatBuffer.wrap(halves);
    double square = (999 + 10_000) / 1000.0;
    double absolute = 1099 / 1000.0;
    assertThat((double) Clipping.SAWB.clip(values, IntegerFormat.INT4, 1))
        .isCloseTo(12.1 * Math.sqrt(square) - 12.2 * absolute, within(1e-4));
    double mean = 99 / 1000.0;
    assertThat((double) Clipping.ACIQ_GAUSS.clip(values, IntegerFormat.INT4, 1))
        .isCloseTo(2.56 * Math.sqrt(square - mean * mean), within(1e-4));
    assertThat(Clipping.MAX.clip(values, IntegerFormat.INT4, 1)).isEqualTo(100f);
  }

  @Test
  void theLeastSquaredErrorIsLeast() {
    float[] values = normal(20_000, "least");
    values[7] = 40;
    double least = error(values, "int4+mse");
    for (String other :
        new String[] {"int4", "int4+sawb", "int4+aciq-gauss", "int4+aciq-laplace"}) {
      assertThat(least).as(other).isLessThanOrEqualTo(error(values, other) * 1.001);
    }
    assertThat(least).isLessThan(0.2 * error(values, "int4"));
  }

  @Test
  void hadamardIsOrthogonalAndSpreadsAGiant() {
    float[] values = new float[48];
    values[3] = 4;
    values[40] = -2;
    Hadamard hadamard = new Hadamard(16, DRAWS);
    float[] turned = values.clone();
    hadamard.apply(turned, 24);
    for (int i = 0; i < 16; i++) {
      assertThat(Math.abs(turned[i])).isEqualTo(1f);
    }
    float[] back = turned.clone();
    hadamard.invert(back, 24);
    for (int i = 0; i < values.length; i++) {
      assertThat(back[i]).isCloseTo(values[i], within(1e-6f));
    }
    // The matrix itself, sign by sign: entry (i, j) is (-1)^popcount(i and j) / 4.
    float[] unit = new float[16];
    unit[5] = 1;
    new Hadamard(16, DRAWS).apply(unit, 16);
    float sign = Math.signum(unit[0]);
    for (int i = 0; i < 16; i++) {
      assertThat(unit[i]).isEqualTo(sign * (Integer.bitCount(i & 5) % 2 == 0 ? 0.25f : -0.25f));
    }
  }

  @Test
  void averagingDrawsDividesTheVarianceByTheirNumber() {
    float[] values = normal(200_000, "variance");
    double one = error(values, "log4+stochastic");
    double four = error(values, "log4+stochastic+draws=4");
    assertThat(one / four).isCloseTo(4, within(0.1));
  }

  @Test
  void streamsOfDrawsDoNotRepeatEachOther() {
    // With one key only, many pairs of streams hold the same numbers in another order, and the
    // variance of z over sums is 1.49 instead of 1.
    int streams = 600;
    int length = 1 << 14;
    RandomStream stream = new Seed(11).stream("streams");
    double squares = 0;
    for (int k = 0; k < streams; k++) {
      Draws draws = Draws.of(stream);
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += draws.uniform(i) - 0.5;
      }
      squares += sum * sum / (length / 12.0);
    }
    assertThat(squares / streams).isCloseTo(1, within(4 * Math.sqrt(2.0 / streams)));
  }

  private static long saturated(BlockFormat format, ScaleRounding rounding, float[] values) {
    float ofTensor = format.tensorScale(Magnitudes.largest(FloatBuffer.wrap(values), 1));
    float largest = format.element().grid().largest();
    long count = 0;
    for (int start = 0; start < values.length; start += format.length()) {
      float amax = 0;
      for (int i = start; i < start + format.length(); i++) {
        amax = Math.max(amax, Math.abs(values[i]));
      }
      count += amax / (double) format.blockScale(amax, ofTensor, rounding) > largest ? 1 : 0;
    }
    return count;
  }

  private static double error(float[] values, String name) {
    float[] quantized = Quantizers.named(name).orElseThrow().of(values, values.length, DRAWS);
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += Math.pow(quantized[i] - (double) values[i], 2);
    }
    return sum / values.length;
  }

  private static float[] normal(int size, String name) {
    RandomStream stream = new Seed(3).stream(name);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) stream.nextGaussian();
    }
    return values;
  }
}
