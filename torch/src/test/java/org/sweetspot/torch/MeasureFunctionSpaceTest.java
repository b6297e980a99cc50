package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.stability.StabilityFinding;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** The bound in function space on real networks of seven inputs and three outputs. */
class MeasureFunctionSpaceTest {
  private static final int EXAMPLES = 12;
  private static final int HIDDEN = 20;
  private static final LossRecipe SQUARED = new LossRecipe(LossRecipe.Kind.SQUARED, 0);
  private static final Measure MEASURE =
      new MeasureCatalogue().choose(List.of("function-space-stability")).get(0);

  private static ModelRecipe shallow(Activation activation, NormalizationRecipe normalization) {
    return new ModelRecipe.Mlp(List.of(HIDDEN), activation, normalization, Fixtures.START);
  }

  private static TorchProblem open(ModelRecipe model, LossRecipe loss) {
    return Fixtures.open(model, Fixtures.features(EXAMPLES), loss, Precision.DOUBLE);
  }

  private static Measurement measure(TorchProblem problem, double rate, int chunk) {
    OptimizerRecipe sgd = new OptimizerRecipe.Sgd(rate, 0, false, 0, false);
    MeasureSettings settings = MeasureSettings.DEFAULT.withExamples(1000, chunk);
    try (MeasureContext context =
        new MeasureContext(
            problem, TrainingFacts.UNKNOWN.withOptimizer(sgd), settings, new Seed(3))) {
      return MEASURE.measure(context);
    }
  }

  /** The formula unit by unit; random units share no hyperplane. */
  private static double mostBent(TorchProblem problem) {
    Matrix x =
        problem.ability(Inputs.class).orElseThrow().inputs(Batch.range(Split.TRAIN, 0, EXAMPLES));
    double[] weights = problem.parameters().toArray();
    int d = x.columns();
    int outputs = 3;
    double most = 0;
    for (int k = 0; k < outputs; k++) {
      double sum = 0;
      for (int i = 0; i < HIDDEN; i++) {
        double norm = 0;
        for (int j = 0; j < d; j++) {
          norm = Math.hypot(norm, weights[i * d + j]);
        }
        double least = Double.POSITIVE_INFINITY;
        for (int sign : new int[] {1, -1}) {
          double count = 0;
          double distance = 0;
          double[] mean = new double[d];
          for (int n = 0; n < EXAMPLES; n++) {
            double height = weights[HIDDEN * d + i];
            for (int j = 0; j < d; j++) {
              height += weights[i * d + j] * x.get(n, j);
            }
            // Descent puts hyperplanes through inputs.
            if (sign * height > 1e-12) {
              count++;
              distance += sign * height / norm;
              for (int j = 0; j < d; j++) {
                mean[j] += x.get(n, j);
              }
            }
          }
          double square = 0;
          for (double one : mean) {
            square += one * one / (count * count);
          }
          double share = count / EXAMPLES;
          least =
              Math.min(
                  least,
                  count == 0 ? 0 : share * share * (distance / count) * Math.sqrt(1 + square));
        }
        sum += Math.abs(weights[HIDDEN * (d + 1) + k * HIDDEN + i]) * norm * least;
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  private static double sharpness(TorchProblem problem) {
    int p = Math.toIntExact(problem.space().dimension());
    double[][] rows = new double[p][];
    try (Linearization graph =
            problem
                .ability(SecondOrder.class)
                .orElseThrow()
                .linearize(Batch.range(Split.TRAIN, 0, EXAMPLES), Mode.EVALUATE);
        ParameterVector unit = problem.space().zero();
        ParameterVector image = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        graph.apply(unit.set(entries), image);
        rows[j] = image.toArray();
      }
    }
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(rows), 1e-9, true)
        .getEigenvalues()[0];
  }

  @Test
  void whatDescentHoldsKeepsTheBound() {
    double rate = 0.25;
    try (TorchProblem problem = open(shallow(Activation.RELU, Fixtures.NONE), SQUARED);
        TorchVector gradient = problem.space().zero()) {
      Batch all = Batch.range(Split.TRAIN, 0, EXAMPLES);
      for (int step = 0; step < 4000; step++) {
        problem.gradient(all, Mode.EVALUATE, gradient);
        problem.parameters().add(-rate, gradient);
      }
      assertThat(problem.loss(all, Mode.EVALUATE)).isLessThan(1e-12);
      Measurement answer = measure(problem, rate, 1000);
      assertThat(answer.status()).isEqualTo(Status.EXACT);
      double integral = answer.number("integral");
      double exact = mostBent(problem);
      assertThat(integral).isCloseTo(exact, within(1e-12 * exact));
      assertThat(answer.number("bound")).isEqualTo(1 / rate - 0.5);
      double sharpness = sharpness(problem);
      assertThat(sharpness).isLessThanOrEqualTo(2 / rate);
      assertThat(integral).isPositive().isLessThanOrEqualTo((sharpness - 1) / 2);
      assertThat(measure(problem, rate, 5).number("integral"))
          .isCloseTo(integral, within(1e-13 * integral));
      assertThat(answer.conventions().text())
          .contains("the most bent of 3 outputs")
          .contains("pass through examples");
      assertThat(MEASURE.judge(answer).verdicts()).containsExactly(StabilityFinding.NOT_TOO_CURVED);
      // At the largest rate that the finding names the bound is met; beyond it nothing is stable.
      double largest = 1 / (integral + 0.5);
      assertThat(2 / largest).isLessThanOrEqualTo(sharpness);
      Measurement beyond = measure(problem, 1.01 * largest, 1000);
      assertThat(beyond.number("integral")).isGreaterThan(beyond.number("bound"));
      assertThat(MEASURE.judge(beyond).verdicts()).containsExactly(StabilityFinding.TOO_CURVED);
    }
  }

  @Test
  void aModuleOfOnesOwnIsMeasuredInSinglePrecision() {
    try (TorchProblem problem =
        Fixtures.open(
            TorchScriptTest.module("shallow.pt"),
            Fixtures.features(EXAMPLES),
            SQUARED,
            Precision.FLOAT)) {
      Measurement answer = measure(problem, 0.1, 1000);
      assertThat(answer.status()).as(answer.conventions().text()).isEqualTo(Status.EXACT);
      double exact = mostBent(problem);
      assertThat(answer.number("integral")).isCloseTo(exact, within(1e-12 * exact));
    }
  }

  @Test
  void whatTheTheoremDoesNotSpeakOfIsRefused() {
    refused(shallow(Activation.RELU, Fixtures.NONE), LossRecipe.DEFAULT, "the squared loss");
    refused(shallow(Activation.TANH, Fixtures.NONE), SQUARED, "needs ReLU between");
    refused(shallow(Activation.GELU, Fixtures.NONE), SQUARED, "needs ReLU between");
    refused(
        shallow(Activation.RELU, Fixtures.normalization(Kind.BATCH)), SQUARED, "one hidden layer");
    refused(Fixtures.mlp(Activation.RELU, Kind.NONE), SQUARED, "one hidden layer");
    refused(TorchScriptTest.module("scripted.pt"), SQUARED, "one hidden layer");
    try (TorchProblem problem = open(shallow(Activation.RELU, Fixtures.NONE), SQUARED);
        MeasureContext context =
            new MeasureContext(
                problem, TrainingFacts.UNKNOWN, MeasureSettings.DEFAULT, new Seed(3))) {
      assertThat(MEASURE.measure(context).conventions().text())
          .contains("the optimizer is not known");
    }
  }

  private static void refused(ModelRecipe model, LossRecipe loss, String reason) {
    try (TorchProblem problem = open(model, loss)) {
      Measurement answer = measure(problem, 0.1, 1000);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains(reason);
    }
  }
}
