package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.Precision;

/** A network with fixed weights against PyTorch; src/test/python/make_references.py. */
class ReferenceValuesTest {
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, 6);

  @Test
  void aConvolutionalNetworkAgreesWithPyTorch() {
    Map<String, double[]> expected = reference("convolutional.txt");
    LossRecipe loss = new LossRecipe(LossRecipe.Kind.CROSS_ENTROPY, 0.1);
    try (TorchProblem problem =
            Fixtures.open(
                Fixtures.cnn(Activation.RELU, Kind.BATCH), data(), loss, Precision.DOUBLE);
        TorchVector direction = problem.space().zero();
        TorchVector result = problem.space().zero()) {
      int size = Math.toIntExact(problem.space().dimension());
      problem.parameters().set(wave(size, 0.37, 0.3));
      direction.set(wave(size, 0.23, 1));
      try (Linearization graph =
          problem.ability(SecondOrder.class).orElseThrow().linearize(ALL, Mode.PROBE)) {
        graph.apply(direction, result);
      }
      assertThat(result.toArray()).containsExactly(expected.get("product"), within(1e-9));
      double value = problem.gradient(ALL, Mode.TRAIN, result);
      assertThat(value).isCloseTo(only(expected, "loss"), within(1e-13));
      assertThat(result.toArray()).containsExactly(expected.get("gradient"), within(1e-11));
      assertThat(problem.buffers().toArray())
          .containsExactly(expected.get("buffers"), within(1e-13));
      assertThat(problem.loss(ALL, Mode.EVALUATE))
          .isCloseTo(only(expected, "evaluated"), within(1e-13));
    }
  }

  static double[] wave(int count, double frequency, double amplitude) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> amplitude * Math.sin(frequency * (i + 1)));
    return values;
  }

  static Map<String, double[]> reference(String name) {
    Map<String, double[]> values = new HashMap<>();
    for (String line : text(name).lines().toList()) {
      String[] words = line.split(" ", -1);
      values.put(words[0], Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
    }
    return values;
  }

  private static double only(Map<String, double[]> values, String name) {
    return Objects.requireNonNull(values.get(name))[0];
  }

  static String text(String name) {
    try (InputStream in = ReferenceValuesTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataSet data() {
    Numbers inputs = Fixtures.floats(6 * 128);
    double[] wave = wave(6 * 128, 0.11, 1);
    for (int i = 0; i < wave.length; i++) {
      inputs.put(i, (float) wave[i]);
    }
    IntBuffer labels = Fixtures.ints(6);
    labels.put(0, new int[] {0, 1, 2, 3, 4, 0});
    Examples train = new Examples(6, List.of(2, 8, 8), 5, inputs, labels);
    Examples none = new Examples(0, List.of(2, 8, 8), 5, Fixtures.floats(0), Fixtures.ints(0));
    return new DataSet("waves", "0", false, train, none, none);
  }
}
