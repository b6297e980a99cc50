package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.data.Numbers;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;

@Tag("heavy")
class TorchScriptTest {
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1);

  static ModelRecipe module(String resource) {
    String path = Objects.requireNonNull(TorchScriptTest.class.getResource(resource)).getPath();
    return new ModelRecipe.TorchScript(path);
  }

  private static TorchProblem open(Precision precision) {
    return Fixtures.open(
        module("scripted.pt"), Fixtures.features(9), LossRecipe.DEFAULT, precision);
  }

  @Test
  void aModuleStartsAsItWasSavedAndGivesPyTorchsOutputs() {
    Numbers ones = Fixtures.floats(7);
    for (int i = 0; i < 7; i++) {
      ones.put(i, 1);
    }
    Examples one = new Examples(1, List.of(7), 3, ones, Fixtures.ints(1));
    DataSet data = new DataSet("ones", "0", false, one, one, one);
    double[] expected =
        Arrays.stream(ReferenceValuesTest.text("scripted.txt").trim().split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    try (TorchProblem problem =
        Fixtures.open(module("scripted.pt"), data, LossRecipe.DEFAULT, Precision.FLOAT)) {
      Predictions shown =
          problem
              .ability(Outputs.class)
              .orElseThrow()
              .predictions(Batch.of(Split.TRAIN, 0), Mode.EVALUATE);
      for (int c = 0; c < 3; c++) {
        assertThat(shown.logit(0, c)).isCloseTo(expected[c], within(1e-6));
      }
      assertThat(problem.space().groups().stream().map(ParameterGroup::name))
          .containsExactly(
              "first.weight",
              "first.bias",
              "normalization.weight",
              "normalization.bias",
              "second.weight",
              "second.bias");
      assertThat(problem.space().dimension()).isEqualTo(7 * 6 + 6 + 6 + 6 + 6 * 3 + 3);
      assertThat(problem.buffers().space().dimension()).isEqualTo(12);
    }
  }

  @Test
  void gradientsAndHessianProductsAgreeWithDifferencesInEachMode() {
    for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
      try (TorchProblem problem = open(Precision.DOUBLE);
          TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
          TorchVector gradient = problem.space().zero();
          TorchVector product = problem.space().zero();
          TorchVector other = problem.space().zero()) {
        direction.scale(1 / direction.norm());
        try (Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, mode)) {
          graph.apply(direction, product);
        }
        problem.gradient(BATCH, mode, gradient);
        double slope = gradient.dot(direction);
        double h = 1e-5;
        problem.parameters().add(h, direction);
        double after = problem.gradient(BATCH, mode, gradient);
        problem.parameters().add(-2 * h, direction);
        double before = problem.gradient(BATCH, mode, other);
        assertThat((after - before) / (2 * h)).isCloseTo(slope, within(1e-8));
        gradient.add(-1, other).scale(1 / (2 * h)).add(-1, product);
        assertThat(gradient.norm()).isLessThan(1e-6 * product.norm());
      }
    }
  }

  @Test
  void modesAreSetExplicitly() {
    try (TorchProblem problem = open(Precision.FLOAT);
        TorchVector gradient = problem.space().zero();
        TorchVector before = problem.buffers().copy()) {
      double evaluated = problem.loss(BATCH, Mode.EVALUATE);
      double probed = problem.loss(BATCH, Mode.PROBE);
      assertThat(probed).isNotEqualTo(evaluated);
      assertThat(problem.gradient(BATCH, Mode.PROBE, gradient)).isCloseTo(probed, within(1e-6));
      assertThat(problem.buffers().toArray()).isEqualTo(before.toArray());
      assertThat(problem.loss(BATCH, Mode.EVALUATE)).isEqualTo(evaluated);
      problem.gradient(BATCH, Mode.TRAIN, gradient);
      assertThat(problem.buffers().toArray()).isNotEqualTo(before.toArray());
    }
  }

  @Test
  void theFlatVectorMovesTheModule() {
    try (TorchProblem problem = open(Precision.FLOAT)) {
      problem.parameters().scale(0);
      assertThat(problem.loss(BATCH, Mode.EVALUATE)).isCloseTo(Math.log(3), within(1e-6));
    }
  }

  @Test
  void exampleGradientsComeFromALoopOverExamples() {
    try (TorchProblem problem = open(Precision.DOUBLE);
        TorchVector sum = problem.space().zero();
        TorchVector gradient = problem.space().zero()) {
      problem
          .ability(PerExample.class)
          .orElseThrow()
          .gradients(BATCH, (position, one) -> sum.add(0.2, one));
      problem.gradient(BATCH, Mode.EVALUATE, gradient);
      assertThat(sum.add(-1, gradient).norm()).isLessThan(1e-12);
    }
  }

  @Test
  void linearizationsReturnTheirMemory() {
    try (TorchProblem problem = open(Precision.FLOAT);
        TorchVector v = problem.space().gaussian(new Seed(3).stream("v"));
        TorchVector product = problem.space().zero()) {
      keepGraphs(problem, v, product, 300);
      long growth = ResidentMemory.leastGrowth(4, () -> keepGraphs(problem, v, product, 500));
      // 2 KiB a graph would be one retained tensor of this small module.
      assertThat(growth).isLessThan(1L << 20);
    }
  }

  private static void keepGraphs(
      TorchProblem problem, TorchVector v, TorchVector product, int count) {
    for (int i = 0; i < count; i++) {
      try (Linearization graph =
          problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, Mode.PROBE)) {
        graph.apply(v, product);
      }
    }
  }

  @Test
  void filesThatCannotBeUsedAreExplained(@TempDir Path folder) throws IOException {
    Path cut = folder.resolve("cut.pt");
    byte[] whole =
        Files.readAllBytes(Path.of(((ModelRecipe.TorchScript) module("scripted.pt")).file()));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    DataSet data = Fixtures.features(9);
    refused(new ModelRecipe.TorchScript(folder + "/none.pt"), data, "does not exist");
    refused(new ModelRecipe.TorchScript(cut.toString()), data, "truncated");
    refused(module("state.pt"), data, "without code");
    refused(module("scripted.pt"), Fixtures.images(9), "match the module and the data");
    refused(
        module("scripted.pt"),
        Fixtures.random("four", 9, List.of(7), 4),
        "labels from 0 to 2, for there are 3 outputs, got labels from 0 to 3");
  }

  private static void refused(ModelRecipe model, DataSet data, String reason) {
    assertThatThrownBy(() -> Fixtures.open(model, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected")
        .hasMessageContaining(reason);
  }
}
