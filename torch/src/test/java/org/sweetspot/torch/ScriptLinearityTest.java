package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputForm.Linearity;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

class ScriptLinearityTest {
  private static final int EXAMPLES = 12;

  private static TorchProblem open(String name) {
    return Fixtures.open(
        TorchScriptTest.module("model/" + name + ".pt"),
        Fixtures.features(EXAMPLES),
        LossRecipe.DEFAULT,
        Precision.DOUBLE);
  }

  /** Traces of the Hessian and of the Gauss-Newton matrix, one unit vector after another. */
  private static double[] traces(TorchProblem problem) {
    Batch batch = Batch.range(Split.TRAIN, 0, EXAMPLES);
    double[] traces = new double[2];
    int p = Math.toIntExact(problem.space().dimension());
    try (Linearization hessian =
            problem.ability(SecondOrder.class).orElseThrow().linearize(batch, Mode.EVALUATE);
        ParameterVector unit = problem.space().zero();
        ParameterVector image = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        hessian.apply(unit.set(entries), image);
        traces[0] += image.dot(unit);
        problem
            .ability(GaussNewton.class)
            .orElseThrow()
            .gaussNewtonProduct(batch, Mode.EVALUATE, unit, image);
        traces[1] += image.dot(unit);
      }
    }
    return traces;
  }

  @ParameterizedTest
  @ValueSource(strings = {"piecewise-convolutional", "piecewise-gated"})
  void piecewiseLinearModulesAreSeenAndBothTracesAgree(String name) {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.ability(OutputForm.class).orElseThrow().linearity(Mode.EVALUATE))
          .isEqualTo(Linearity.PIECEWISE_LINEAR);
      assertThat(problem.ability(OutputForm.class).orElseThrow().linearity(Mode.PROBE))
          .isEqualTo(Linearity.UNKNOWN);
      double[] traces = traces(problem);
      assertThat(traces[0]).isCloseTo(traces[1], within(1e-12 * traces[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tanh",
        "softmax",
        "square",
        "twice",
        "layer",
        "statistics",
        "quotient",
        "reused",
        "written",
        "alias",
        "loop"
      })
  void curvedModulesAreNotTakenForPiecewiseLinear(String name) {
    try (TorchProblem problem = open("curved-" + name)) {
      assertThat(problem.ability(OutputForm.class).orElseThrow().linearity(Mode.EVALUATE))
          .isEqualTo(Linearity.UNKNOWN);
      double[] traces = traces(problem);
      // These are curved indeed: taking one trace for the other would be wrong.
      assertThat(traces[0]).isNotCloseTo(traces[1], within(1e-4 * traces[1]));
    }
  }

  @Test
  void theTraceIsTakenInGroupsThatAreSummedBeforeTheyAreSquared() {
    try (TorchProblem problem = open("piecewise-gated")) {
      assertThat(problem.whyOpaque()).contains("aten::mul of several values");
      Batch batch = Batch.range(Split.TRAIN, 0, EXAMPLES);
      double[] coefficients = new double[3 * EXAMPLES];
      Arrays.setAll(coefficients, i -> Math.sin(i + 1));
      double[][] rows = new double[EXAMPLES][];
      problem
          .ability(OutputGradients.class)
          .orElseThrow()
          .outputGradients(batch, coefficients, (i, gradient) -> rows[i] = gradient.toArray());
      double[] norms =
          problem
              .ability(OutputGradients.class)
              .orElseThrow()
              .squaredGroupNorms(batch, coefficients, 5);
      assertThat(norms).hasSize(3);
      for (int g = 0; g < 3; g++) {
        double expected = 0;
        for (int j = 0; j < rows[0].length; j++) {
          double sum = 0;
          for (int i = 5 * g; i < Math.min(EXAMPLES, 5 * g + 5); i++) {
            sum += rows[i][j];
          }
          expected += sum * sum;
        }
        assertThat(norms[g]).isCloseTo(expected, within(1e-12 * expected));
      }
      double truth = traces(problem)[0];
      MeasureSettings loose = MeasureSettings.DEFAULT.withEigenvalues(1, 1e-4, 40);
      try (MeasureContext context =
          new MeasureContext(problem, TrainingFacts.UNKNOWN, loose, new Seed(4))) {
        Measurement answer =
            new MeasureCatalogue().choose(List.of("hessian-trace")).get(0).measure(context);
        assertThat(answer.estimator()).contains("groups of 16 examples");
        assertThat(answer.cost().hvps()).isZero();
        double error = ((Value.Scalar) Objects.requireNonNull(answer.error())).value();
        assertThat(((Value.Scalar) Objects.requireNonNull(answer.value())).value())
            .isCloseTo(truth, within(3 * error));
      }
    }
  }
}
