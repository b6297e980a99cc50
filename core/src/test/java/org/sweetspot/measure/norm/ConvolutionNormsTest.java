package org.sweetspot.measure.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.ArrayTensor;
import org.sweetspot.weights.Layout;
import org.sweetspot.weights.WeightTensor;
import org.sweetspot.weights.Weights;

class ConvolutionNormsTest {
  private static final int OUT = 3;
  private static final int IN = 2;

  private final RandomStream stream = new Seed(5).stream("test/convolution");
  private final double[] entries =
      IntStream.range(0, OUT * IN * 9).mapToDouble(i -> stream.nextGaussian()).toArray();
  private final Convolution kernel = new Convolution(OUT, IN, new int[] {3, 3}, entries);

  private static Measurement ask(Measure measure, WeightTensor... tensors) {
    try (MeasureContext context =
        MeasureContext.ofWeights(
            new Weights("a test", List.of(tensors)), MeasureSettings.DEFAULT, new Seed(1))) {
      return measure.measure(context);
    }
  }

  /** The map as a dense matrix, written down from the definition. */
  private double dense(int height, int width, int stride, int margin, boolean circular) {
    int h = circular ? height : (height + 2 * margin - 3) / stride + 1;
    int w = circular ? width : (width + 2 * margin - 3) / stride + 1;
    double[] matrix = new double[OUT * h * w * IN * height * width];
    for (int o = 0; o < OUT; o++) {
      for (int y = 0; y < h; y++) {
        for (int x = 0; x < w; x++) {
          int row = (o * h + y) * w + x;
          for (int i = 0; i < IN; i++) {
            for (int tap = 0; tap < 9; tap++) {
              int fromY = y * stride + tap / 3 - margin;
              int fromX = x * stride + tap % 3 - margin;
              if (circular) {
                fromY = Math.floorMod(fromY, height);
                fromX = Math.floorMod(fromX, width);
              }
              if (fromY >= 0 && fromY < height && fromX >= 0 && fromX < width) {
                int column = (i * height + fromY) * width + fromX;
                matrix[row * IN * height * width + column] += kernel.get(o, i, tap);
              }
            }
          }
        }
      }
    }
    return new JavaAlgebra()
        .singularValues(new Matrix(OUT * h * w, IN * height * width, matrix))[0];
  }

  @Test
  void circularNormsAreThoseOfTheDenseMatrix() {
    assertThat(new ConvolutionSymbol(kernel).largest(new int[] {5, 6}, stream))
        .isCloseTo(dense(5, 6, 1, 1, true), within(1e-8));
    assertThat(new ConvolutionSymbol(kernel).largest(new int[] {4, 4}, stream))
        .isCloseTo(dense(4, 4, 1, 0, true), within(1e-8));
  }

  @Test
  void paddedNormsAreThoseOfTheDenseMatrix() {
    for (int stride = 1; stride <= 2; stride++) {
      for (int margin = 0; margin <= 1; margin++) {
        ConvolutionInputs.Input input =
            new ConvolutionInputs.Input(List.of(6L, 5L), stride, margin);
        assertThat(PaddedConvolution.norm(kernel, input, stream))
            .isCloseTo(dense(6, 5, stride, margin, false), within(1e-8));
      }
    }
  }

  @Test
  void withoutASizeTheNormBoundsEverySizeAndIsHardlyLarger() {
    WeightTensor tensor =
        new ArrayTensor("conv", Role.WEIGHT, Layout.OUT_FIRST, List.of(3L, 2L, 3L, 3L), entries);
    Measurement answer = ask(new ConvolutionNorms(), tensor);
    double norm = Fixtures.part(answer, "conv");
    double bound = norm + Fixtures.partError(answer, "conv");
    double largest = 0;
    for (int side = 4; side <= 9; side++) {
      assertThat(dense(side, side, 1, 1, true)).isLessThanOrEqualTo(bound);
      largest = Math.max(largest, dense(side, side, 1, 1, true));
    }
    assertThat(largest).isGreaterThan(0.9 * norm);
    assertThat(bound).isLessThan(1.01 * norm);
    assertThat(answer.conventions().text()).contains("size unknown");
    // The reshaped kernel's norm is another number.
    assertThat(Fixtures.part(ask(new SpectralNorms(), tensor), "conv")).isLessThan(0.9 * norm);
  }

  @Test
  void layoutsAgree() {
    double[] moved = new double[entries.length];
    for (int o = 0; o < OUT; o++) {
      for (int i = 0; i < IN; i++) {
        for (int tap = 0; tap < 9; tap++) {
          moved[(tap * IN + i) * OUT + o] = entries[(o * IN + i) * 9 + tap];
        }
      }
    }
    WeightTensor torch =
        new ArrayTensor("c", Role.WEIGHT, Layout.OUT_FIRST, List.of(3L, 2L, 3L, 3L), entries);
    WeightTensor keras =
        new ArrayTensor("c", Role.WEIGHT, Layout.OUT_LAST, List.of(3L, 3L, 2L, 3L), moved);
    assertThat(Fixtures.part(ask(new ConvolutionNorms(), torch), "c"))
        .isCloseTo(Fixtures.part(ask(new ConvolutionNorms(), keras), "c"), within(1e-8));
  }

  @Test
  void aKernelOfOnePointIsItsMatrix() {
    WeightTensor point =
        new ArrayTensor(
            "point", Role.WEIGHT, Layout.OUT_FIRST, List.of(2L, 2L, 1L, 1L), 3, 0, 0, 4);
    Measurement answer = ask(new ConvolutionNorms(), point);
    assertThat(Fixtures.part(answer, "point")).isCloseTo(4, within(1e-9));
    assertThat(Fixtures.partError(answer, "point")).isCloseTo(0, within(1e-9));
  }

  @Test
  void withoutKernelsThereIsAReason() {
    Measurement answer = ask(new ConvolutionNorms(), ArrayTensor.matrix("w", 1, 1, 2));
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(answer.conventions().text()).contains("no kernels");
  }

  @Test
  void pathNormsSumOverAllPaths() {
    WeightTensor first = ArrayTensor.matrix("first", 2, 3, 1, -2, 3, -4, 5, 6);
    WeightTensor second = ArrayTensor.matrix("second", 2, 2, 0.5, -1, 2, 3);
    double l1 = 0;
    double l2 = 0;
    double[] a = first.load();
    double[] b = second.load();
    for (int out = 0; out < 2; out++) {
      for (int unit = 0; unit < 2; unit++) {
        for (int in = 0; in < 3; in++) {
          double path = b[out * 2 + unit] * a[unit * 3 + in];
          l1 += Math.abs(path);
          l2 += path * path;
        }
      }
    }
    Measurement answer = ask(new PathNorm(), first, second);
    assertThat(Fixtures.part(answer, "l1")).isCloseTo(l1, within(1e-12));
    assertThat(Fixtures.part(answer, "l2")).isCloseTo(Math.sqrt(l2), within(1e-12));
    WeightTensor louder = ArrayTensor.matrix("first", 2, 3, 7, -14, 21, -4, 5, 6);
    WeightTensor softer = ArrayTensor.matrix("second", 2, 2, 0.5 / 7, -1, 2.0 / 7, 3);
    assertThat(Fixtures.part(ask(new PathNorm(), louder, softer), "l2"))
        .isCloseTo(Math.sqrt(l2), within(1e-12));
    assertThat(ask(new PathNorm(), first, first).status()).isEqualTo(Status.NOT_APPLICABLE);
  }

  private static WeightTensor kernel(String name, Layout layout, List<Long> shape, double entry) {
    double[] entries =
        new double[(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)];
    java.util.Arrays.fill(entries, entry);
    return new ArrayTensor(name, Role.WEIGHT, layout, shape, entries);
  }

  /** A constant image grows by the sum of a kernel's entries, 1.5 for each of two channels. */
  @Test
  void growthIsBoundedByMapsAndNotByReshapedKernels() {
    WeightTensor first = kernel("first", Layout.OUT_FIRST, List.of(2L, 2L, 3L, 3L), 1.0 / 6);
    WeightTensor second = kernel("second", Layout.OUT_FIRST, List.of(2L, 2L, 3L, 3L), 1.0 / 6);
    Measurement answer = ask(new SpectralNorms(), first, second);
    assertThat(Fixtures.part(answer, "first")).isCloseTo(1, within(1e-9));
    assertThat(Fixtures.part(answer, "product")).isBetween(9 - 1e-9, 9.2);
    assertThat(new SpectralNorms().judge(answer).verdicts())
        .containsExactly(NormFinding.CHANGES_CAN_GROW);
    assertThat(answer.conventions().text()).contains("bounds nothing");
  }

  /** On constant inputs: transposed kernels give what their adjoint does, depthwise ones a sum. */
  @Test
  void kernelsOfOtherLayoutsAreBoundedToo() {
    Measurement transposed =
        ask(new SpectralNorms(), kernel("t", Layout.IN_FIRST, List.of(2L, 2L, 3L, 3L), 1.0 / 6));
    assertThat(Fixtures.part(transposed, "product")).isGreaterThanOrEqualTo(3 - 1e-9);
    Measurement depthwise =
        ask(new SpectralNorms(), kernel("d", Layout.DEPTHWISE, List.of(3L, 3L, 4L, 2L), 1.0));
    // Each channel goes to two outputs, with nine ones for each.
    assertThat(Fixtures.part(depthwise, "product")).isGreaterThanOrEqualTo(9 * Math.sqrt(2) - 1e-9);
  }

  @Test
  void aProductThatOverflowsOrIsZeroIsSaidToBe() {
    WeightTensor[] large = new WeightTensor[4];
    for (int i = 0; i < large.length; i++) {
      large[i] = ArrayTensor.matrix("layer" + i, 1, 2, 1e150, 0);
    }
    Measurement overflow = ask(new SpectralNorms(), large);
    assertThat(overflow.parts()).doesNotContainKey("product");
    assertThat(new SpectralNorms().judge(overflow))
        .isEqualTo(Finding.of(NormFinding.BOUND_OVERFLOWS));
    large[1] = ArrayTensor.matrix("layer1", 1, 2, 0, 0);
    Measurement zero = ask(new SpectralNorms(), large);
    assertThat(Fixtures.part(zero, "product")).isZero();
    assertThat(new SpectralNorms().judge(zero)).isEqualTo(Finding.of(NormFinding.LAYER_ZERO));
  }
}
