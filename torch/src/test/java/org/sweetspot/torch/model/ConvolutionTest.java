package org.sweetspot.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.TestDevice;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/** Convolution and pooling against plain loops, in both memory orders. */
class ConvolutionTest {
  private static final Place PLACE = new Place(TestDevice.CHOSEN, Precision.DOUBLE);

  private static Tensor wave(double frequency, long... shape) {
    long size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] values = new double[(int) size];
    java.util.Arrays.setAll(values, i -> Math.sin(frequency * (i + 1)));
    Tensor numbers =
        torch.from_blob(new DoublePointer(values), shape, Place.cpu(ScalarType.Double));
    return PLACE.here(numbers).clone();
  }

  private static double at(Tensor tensor, long... index) {
    Tensor value = tensor;
    for (long i : index) {
      value = value.select(0, i);
    }
    return value.item_double();
  }

  @Test
  void imagesAreConvolvedAsDefinedWithAndWithoutPatches() {
    int[][] kernelsAndStrides = {{3, 1}, {5, 2}, {4, 3}, {1, 2}, {2, 1}};
    for (int[] pair : kernelsAndStrides) {
      for (Order order : Order.values()) {
        for (boolean needsGradient : new boolean[] {false, true}) {
          try (PointerScope scope = new PointerScope()) {
            compare(pair[0], pair[1], pair[0] / 2, order, needsGradient);
            compare(pair[0], pair[1], 0, order, needsGradient);
          }
        }
      }
    }
  }

  private static void compare(
      int kernel, int stride, int margin, Order order, boolean needsGradient) {
    Declaration declaration = new Declaration();
    Extent in = new Extent(2, List.of(7L, 6L));
    Convolution layer = Convolution.declare(declaration, "c", in, 3, kernel, stride, margin, true);
    Tensor weight = wave(0.7, 3, 2, kernel, kernel);
    Tensor bias = wave(0.9, 3);
    Tensor input = wave(0.3, 2, 2, 7, 6).set_requires_grad(needsGradient);
    Pass pass = new Pass(List.of(weight, bias), List.of(), Mode.EVALUATE, order, false);
    Tensor output = layer.forward(input, pass).detach();
    Extent out = in.convolved(3, kernel, stride, margin);
    assertThat(output.shape()).containsExactly(2, 3, out.sides().get(0), out.sides().get(1));
    for (long n = 0; n < 2; n++) {
      for (long c = 0; c < 3; c++) {
        for (long y = 0; y < output.size(2); y++) {
          for (long x = 0; x < output.size(3); x += 2) {
            double sum = at(bias, c);
            for (long k = 0; k < 2; k++) {
              for (long dy = 0; dy < kernel; dy++) {
                for (long dx = 0; dx < kernel; dx++) {
                  long row = y * stride + dy - margin;
                  long column = x * stride + dx - margin;
                  if (row >= 0 && row < 7 && column >= 0 && column < 6) {
                    sum += at(weight, c, k, dy, dx) * at(input.detach(), n, k, row, column);
                  }
                }
              }
            }
            assertThat(at(output, n, c, y, x)).isCloseTo(sum, within(1e-12));
          }
        }
      }
    }
  }

  @Test
  void poolingTakesTheLargestOfEachCellAndDropsTheRest() {
    for (Order order : Order.values()) {
      try (PointerScope scope = new PointerScope()) {
        Tensor input = wave(1.3, 2, 3, 5, 8);
        Pass pass = new Pass(List.of(), List.of(), Mode.EVALUATE, order, false);
        Tensor output = new MaxPooling(2, 3).forward(input, pass);
        assertThat(output.shape()).containsExactly(2, 3, 1, 2);
        double largest = Double.NEGATIVE_INFINITY;
        for (long y = 0; y < 3; y++) {
          for (long x = 3; x < 6; x++) {
            largest = Math.max(largest, at(input, 1, 2, y, x));
          }
        }
        assertThat(at(output, 1, 2, 0, 1)).isEqualTo(largest);
        Tensor signal = new MaxPooling(1, 2).forward(wave(1.3, 1, 1, 5), pass);
        assertThat(signal.shape()).containsExactly(1, 1, 2);
        assertThat(at(signal, 0, 0, 1)).isEqualTo(Math.max(Math.sin(1.3 * 3), Math.sin(1.3 * 4)));
      }
    }
  }

  @Test
  void equalNumbersPassTheGradientToTheFirst() {
    for (Order order : Order.values()) {
      try (PointerScope scope = new PointerScope()) {
        Tensor input = torch.ones(new long[] {1, 1, 2, 2}, PLACE.options()).set_requires_grad(true);
        Pass pass = new Pass(List.of(), List.of(), Mode.EVALUATE, order, false);
        new MaxPooling(2, 2).forward(input, pass).sum().backward();
        Tensor gradient = input.grad();
        assertThat(at(gradient, 0, 0, 0, 0)).isEqualTo(1);
        assertThat(gradient.sum().item_double()).isEqualTo(1);
      }
    }
  }
}
