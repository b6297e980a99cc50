package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

class MeasureStabilityTest {
  private static final int EXAMPLES = 12;
  private static final double RATE = 0.8;
  private static final MeasureSettings FINE = MeasureSettings.DEFAULT.withEigenvalues(3, 1e-8, 500);

  private static Measurement measure(TorchProblem problem, int batch, String id) {
    OptimizerRecipe sgd = new OptimizerRecipe.Sgd(RATE, 0, false, 0, false);
    try (MeasureContext context =
        new MeasureContext(problem, new TrainingFacts(sgd, batch, null, null), FINE, new Seed(3))) {
      return new MeasureCatalogue().choose(List.of(id)).get(0).measure(context);
    }
  }

  private static TorchProblem open() {
    return Fixtures.open(Fixtures.mlp(Activation.TANH, Kind.NONE), Fixtures.features(EXAMPLES));
  }

  private static double scalar(Measurement answer) {
    return ((Value.Scalar) Objects.requireNonNull(answer.value())).value();
  }

  private static double part(Measurement answer, String name) {
    return Objects.requireNonNull(
        ((Value.Named) Objects.requireNonNull(answer.value())).values().get(name));
  }

  private static RealMatrix dense(TorchProblem problem, Batch batch) {
    int p = Math.toIntExact(problem.space().dimension());
    double[][] rows = new double[p][];
    try (Linearization graph =
            problem.ability(SecondOrder.class).orElseThrow().linearize(batch, Mode.EVALUATE);
        ParameterVector unit = problem.space().zero();
        ParameterVector image = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        graph.apply(unit.set(entries), image);
        rows[j] = image.toArray();
      }
    }
    return new Array2DRowRealMatrix(rows);
  }

  @Test
  void theConditionOfSgdIsThatOfDenseHessiansOfSingleExamples() {
    try (TorchProblem problem = open()) {
      int batch = 3;
      RealMatrix h = dense(problem, Batch.range(Split.TRAIN, 0, EXAMPLES));
      int p = h.getRowDimension();
      RealMatrix squares = MatrixUtils.createRealMatrix(p, p);
      for (int i = 0; i < EXAMPLES; i++) {
        RealMatrix one = dense(problem, Batch.of(Split.TRAIN, i));
        squares = squares.add(one.multiply(one).scalarMultiply(1.0 / EXAMPLES));
      }
      double share = (EXAMPLES - batch) / (batch * (EXAMPLES - 1.0));
      RealMatrix step = MatrixUtils.createRealIdentityMatrix(p).subtract(h.scalarMultiply(RATE));
      RealMatrix whole =
          step.multiply(step)
              .add(squares.subtract(h.multiply(h)).scalarMultiply(RATE * RATE * share));
      double exact =
          new EigenDecompositionSymmetric(
                  whole.add(whole.transpose()).scalarMultiply(0.5), 1e-9, true)
              .getEigenvalues()[0];
      assertThat(scalar(measure(problem, batch, "sgd-stability")))
          .isCloseTo(exact, within(1e-7 * exact));
    }
  }

  @Test
  void theBatchOfAllHasTheSharpnessAlongTheGradient() {
    try (TorchProblem problem = open();
        TorchVector gradient = problem.space().zero()) {
      Batch all = Batch.range(Split.TRAIN, 0, EXAMPLES);
      problem.gradient(all, Mode.EVALUATE, gradient);
      double[] g = gradient.toArray();
      double[] image = dense(problem, all).operate(g);
      double form = 0;
      for (int i = 0; i < g.length; i++) {
        form += g[i] * image[i];
      }
      Measurement answer = measure(problem, EXAMPLES, "batch-sharpness");
      assertThat(part(answer, "mean-of-ratios"))
          .isCloseTo(form / gradient.dot(gradient), within(1e-10));
      assertThat(part(answer, "edge")).isEqualTo(2 / RATE);
    }
  }

  @Test
  void theThresholdOfALargerModelIsAConditionalBound() {
    try (TorchProblem problem = open()) {
      Measurement answer = measure(problem, 2, "mean-square-threshold");
      assertThat(answer.status()).isEqualTo(Status.CONDITIONAL_BOUND);
      // More noise can only lower it.
      assertThat(scalar(answer))
          .isLessThanOrEqualTo(scalar(measure(problem, 6, "mean-square-threshold")) * (1 + 1e-9));
    }
  }

  @Test
  void littleMemoryRebuildsGraphsWithEqualResults() {
    try (TorchProblem problem =
        Fixtures.open(Fixtures.cnn(Activation.RELU, Kind.NONE), Fixtures.images(30))) {
      List<Double> values = null;
      for (long memory : new long[] {1L << 30, 200_000}) {
        try (MeasureContext context =
            new MeasureContext(
                problem, TrainingFacts.UNKNOWN, FINE.withMemory(memory), new Seed(3))) {
          Measurement answer =
              new MeasureCatalogue().choose(List.of("hessian-eigenvalues")).get(0).measure(context);
          assertThat(BatchHessian.of(context).keepsGraphs()).isEqualTo(memory == 1L << 30);
          List<Double> found = ((Value.Series) Objects.requireNonNull(answer.value())).values();
          if (values == null) {
            values = found;
          }
          for (int i = 0; i < 3; i++) {
            assertThat(found.get(i)).isCloseTo(values.get(i), within(1e-10));
          }
        }
      }
    }
  }

  @Test
  void adaptiveSharpnessDoesNotSeeTheScaleOfLayers() {
    try (TorchProblem problem =
        Fixtures.open(Fixtures.mlp(Activation.RELU, Kind.NONE), Fixtures.features(EXAMPLES))) {
      double adaptive = part(measure(problem, 3, "adaptive-sharpness"), "rho-0.5");
      double plain = part(measure(problem, 3, "sam-sharpness"), "rho-0.05");
      // ReLU hands a factor of the last hidden layer on to the output layer.
      for (ParameterGroup group : problem.space().groups()) {
        try (ParameterVector view = problem.parameters().view(group)) {
          if (group.name().startsWith("dense2")) {
            view.scale(4);
          } else if (group.name().equals("output.weight")) {
            view.scale(0.25);
          }
        }
      }
      assertThat(part(measure(problem, 3, "adaptive-sharpness"), "rho-0.5"))
          .isCloseTo(adaptive, within(1e-10 * Math.abs(adaptive)));
      assertThat(part(measure(problem, 3, "sam-sharpness"), "rho-0.05"))
          .isNotCloseTo(plain, within(1e-3 * Math.abs(plain)));
    }
  }
}
