package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;

/** Modules of the kinds that people train, against dense Hessians of another program. */
@Tag("heavy")
class ModulesTest {
  @ParameterizedTest
  @CsvSource({
    "residual, evaluate",
    "residual, train",
    "dropout, evaluate",
    "dropout, train",
    "recurrent, evaluate",
    "audio, evaluate",
    "depthwise, evaluate",
    "attention, evaluate",
    "embedded, evaluate",
    "text, evaluate",
    "tied, evaluate",
    "norm, evaluate"
  })
  void curvatureIsThatOfAnotherProgram(String name, String mode) {
    curvature(name, mode);
  }

  /** Without batch statistics and dropout training takes a module as it is used. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "recurrent",
        "audio",
        "depthwise",
        "attention",
        "embedded",
        "text",
        "tied",
        "norm"
      })
  void trainingTakesAModuleAsItIsUsedWhereNothingDiffers(String name) {
    Map<String, Double> expected = Modules.values(name, "evaluate");
    try (TorchProblem problem = Modules.open(name)) {
      MeasureSettings trained = Modules.EXACT.withMode(Mode.PROBE);
      Map<String, Measurement> got =
          Modules.measure(
              problem,
              trained,
              Modules.FACTS,
              "hessian-eigenvalues",
              "fisher-trace",
              "gradient-noise");
      close(
          Objects.requireNonNull(got.get("hessian-eigenvalues")).series().get(0),
          expected,
          "top0",
          1e-7);
      close(Objects.requireNonNull(got.get("fisher-trace")).number(), expected, "fisher", 1e-8);
      close(
          Objects.requireNonNull(got.get("gradient-noise")).number("trace-sigma"),
          expected,
          "sigma",
          1e-8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "residual",
        "dropout",
        "recurrent",
        "audio",
        "depthwise",
        "attention",
        "embedded",
        "text",
        "tied",
        "norm",
        "distances"
      })
  void statisticsOfSingleExamplesAreThoseOfAnotherProgram(String name) {
    Map<String, Double> expected = Modules.values(name, "evaluate");
    try (TorchProblem problem = Modules.open(name)) {
      MeasureSettings used = Modules.EXACT.withMode(Mode.EVALUATE);
      Map<String, Measurement> got =
          Modules.measure(problem, used, Modules.FACTS, "fisher-trace", "gradient-noise");
      Measurement fisher = Objects.requireNonNull(got.get("fisher-trace"));
      Measurement noise = Objects.requireNonNull(got.get("gradient-noise"));
      close(fisher.number(), expected, "fisher", 1e-8);
      close(noise.number("trace-sigma"), expected, "sigma", 1e-8);
      close(noise.number("squared-gradient"), expected, "signal", 1e-8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual", "dropout", "audio", "depthwise", "tied", "embedded"})
  void theirLayersAreKnown(String name) {
    try (TorchProblem problem = Modules.open(name)) {
      assertThat(problem.whyOpaque()).isEmpty();
      assertThat(
              problem.ability(SecondOrder.class).orElseThrow().graphsGiveGaussNewton(Mode.EVALUATE))
          .isTrue();
    }
  }

  /** cdist has no second derivative in libtorch. */
  @Test
  void whereThereIsNoSecondDerivativeDifferencesOfGradientsStandForIt() {
    Map<String, Double> expected = Modules.values("distances", "evaluate");
    try (TorchProblem problem = Modules.open("distances")) {
      MeasureSettings settings = MeasureSettings.DEFAULT.withEigenvalues(3, 1e-6, 4000);
      Map<String, Measurement> got =
          Modules.measure(problem, settings, Modules.FACTS, "hessian-eigenvalues", "hessian-trace");
      Measurement top = Objects.requireNonNull(got.get("hessian-eigenvalues"));
      for (int k = 0; k < 3; k++) {
        close(top.series().get(k), expected, "top" + k, 1e-6);
      }
      assertThat(top.conventions().text())
          .contains("differences of gradients")
          .contains("_cdist_backward")
          .contains("of their length");
      close(Objects.requireNonNull(got.get("hessian-trace")).number(), expected, "trace", 1e-5);
    }
  }

  @Test
  void aKernelWithAWrongSecondDerivativeIsReplacedByItsFormula() {
    try (TorchProblem problem = Modules.open("norm")) {
      Measurement trace =
          Objects.requireNonNull(
              Modules.measure(problem, Modules.EXACT, Modules.FACTS, "hessian-trace")
                  .get("hessian-trace"));
      assertThat(trace.conventions().text()).contains("weight normalization by its formula");
    }
  }

  @Test
  void tiedWeightsCountOnce() {
    try (TorchProblem problem = Modules.open("tied")) {
      assertThat(problem.space().dimension()).isEqualTo(25 + 5 + 5 + 15 + 3);
    }
  }

  private static void curvature(String name, String mode) {
    Map<String, Double> expected = Modules.values(name, mode);
    Mode taken = mode.equals("train") ? Mode.PROBE : Mode.EVALUATE;
    try (TorchProblem problem = Modules.open(name)) {
      Map<String, Measurement> got =
          Modules.measure(
              problem,
              Modules.EXACT.withMode(taken),
              Modules.FACTS,
              "loss",
              "hessian-eigenvalues",
              "hessian-eigenvalues-bottom",
              "hessian-trace",
              "stability-margin");
      close(Objects.requireNonNull(got.get("loss")).number("train"), expected, "loss", 1e-10);
      for (int k = 0; k < 3; k++) {
        Measurement top = Objects.requireNonNull(got.get("hessian-eigenvalues"));
        Measurement bottom = Objects.requireNonNull(got.get("hessian-eigenvalues-bottom"));
        close(top.series().get(k), expected, "top" + k, 1e-7);
        close(bottom.series().get(k), expected, "bottom" + k, 1e-7);
      }
      close(Objects.requireNonNull(got.get("hessian-trace")).number(), expected, "trace", 1e-7);
      assertThat(Objects.requireNonNull(got.get("stability-margin")).number())
          .isCloseTo(0.05 * Objects.requireNonNull(expected.get("top0")), within(1e-7));
    }
  }

  private static void close(
      double got, Map<String, Double> expected, String what, double relative) {
    double value = Objects.requireNonNull(expected.get(what), what);
    assertThat(got).as(what).isCloseTo(value, within(relative * (1 + Math.abs(value))));
  }
}
