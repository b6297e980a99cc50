package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.vector.Precision;

/** The GPU against the CPU in double precision; nothing to compare where tests run on the CPU. */
class DeviceTest {
  private static final Batch BATCH = Batch.of(Split.TRAIN, 5, 0, 7, 3, 1, 8, 2);
  private static final double CLOSE = 1e-10;

  @BeforeAll
  static void needsAGpu() {
    Assumptions.assumeTrue(TestDevice.CHOSEN == EngineRecipe.Device.CUDA);
  }

  @TestFactory
  List<DynamicTest> bothDevicesAgree() {
    return List.of(
        test("mlp", Fixtures.mlp(Activation.TANH, Kind.LAYER), Fixtures.features(9)),
        test("cnn", Fixtures.cnn(Activation.RELU, Kind.BATCH), Fixtures.images(9)),
        test("ghost", Fixtures.cnn(Activation.GELU, Kind.GHOST), Fixtures.images(9)),
        test("residual", Fixtures.residual(Kind.GROUP), Fixtures.images(9)),
        test("audio", Fixtures.audio(Kind.BATCH), Fixtures.signals(9)),
        test("transformer", Fixtures.transformer(Kind.LAYER), Fixtures.text(9)),
        test("script", TorchScriptTest.module("scripted.pt"), Fixtures.features(9)));
  }

  private static DynamicTest test(String name, ModelRecipe model, DataSet data) {
    return DynamicTest.dynamicTest(name, () -> compare(model, data));
  }

  private static void compare(ModelRecipe model, DataSet data) {
    Map<String, double[]> expected = answers(model, data, EngineRecipe.Device.CPU);
    Map<String, double[]> got = answers(model, data, TestDevice.CHOSEN);
    assertThat(got.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (what, numbers) -> {
          double largest = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
          assertThat(got.get(what)).as(what).containsExactly(numbers, within(CLOSE * largest));
        });
  }

  private static Map<String, double[]> answers(
      ModelRecipe model, DataSet data, EngineRecipe.Device device) {
    EngineRecipe engine = new EngineRecipe(device, Precision.DOUBLE, 1);
    Map<String, double[]> answers = new TreeMap<>();
    try (TorchProblem problem =
            new TorchEngine()
                .open(
                    Fixtures.on(
                        engine, Fixtures.recipe(model, LossRecipe.DEFAULT, Precision.DOUBLE)),
                    data,
                    new Seed(1));
        TorchVector direction = problem.space().gaussian(new Seed(3).stream("direction"));
        TorchVector result = problem.space().zero()) {
      for (Mode mode : List.of(Mode.PROBE, Mode.EVALUATE)) {
        answers.put("loss " + mode, new double[] {problem.gradient(BATCH, mode, result)});
        answers.put("gradient " + mode, result.toArray());
        try (Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(BATCH, mode)) {
          graph.apply(direction, result);
          answers.put("product " + mode, result.toArray());
        }
        problem
            .ability(GaussNewton.class)
            .orElseThrow()
            .gaussNewtonProduct(BATCH, mode, direction, result);
        answers.put("Gauss-Newton " + mode, result.toArray());
      }
      answers.put("losses", problem.ability(PerExample.class).orElseThrow().losses(BATCH));
      answers.put(
          "norms", problem.ability(PerExample.class).orElseThrow().squaredGradientNorms(BATCH));
      problem
          .ability(PerExample.class)
          .orElseThrow()
          .gradients(BATCH, (position, one) -> answers.put("row " + position, one.toArray()));
      for (int step = 0; step < 20; step++) {
        problem.gradient(BATCH, Mode.TRAIN, result);
        problem.parameters().add(-0.01, result);
      }
      answers.put("trained", problem.parameters().toArray());
      answers.put("buffers", problem.buffers().toArray());
    }
    return answers;
  }
}
