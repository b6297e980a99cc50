package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe.Kind;
import org.sweetspot.recipe.ScalingRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SplitRecipe;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.HutchPlusPlus;
import org.sweetspot.vector.spectrum.Hutchinson;
import org.sweetspot.vector.spectrum.Lanczos;
import org.sweetspot.vector.spectrum.TraceEstimate;
import org.sweetspot.vector.spectrum.TraceEstimator;
import org.sweetspot.vector.spectrum.XTrace;

@Tag("heavy")
class MeasureCurvatureTest {
  private static final int TRAIN = 1000;

  private static DataSet digits() {
    return DataLoader.load(
        new DataRecipe(
            new SourceRecipe.Digits(),
            new SplitRecipe(TRAIN, 200, 0, 0),
            ScalingRecipe.NONE,
            AugmentationRecipe.NONE),
        Path.of("."));
  }

  /** About 100,000 weights. */
  private static ModelRecipe network(Kind kind) {
    return new ModelRecipe.Cnn(
        List.of(new ConvolutionRecipe(16, 3, 1, 2), new ConvolutionRecipe(32, 3, 1, 1)),
        List.of(190),
        Activation.RELU,
        Fixtures.normalization(kind),
        Fixtures.START);
  }

  private static void train(TorchProblem problem, int steps) {
    RandomStream order = new Seed(1).stream("order");
    try (TorchVector gradient = problem.space().zero()) {
      for (int step = 0; step < steps; step++) {
        int[] indices = new int[32];
        java.util.Arrays.setAll(indices, i -> order.nextInt(TRAIN));
        problem.gradient(Batch.of(Split.TRAIN, indices), Mode.TRAIN, gradient);
        problem.parameters().add(-0.1, gradient);
      }
    }
  }

  /** Five eigenvalues within 60 products, their residuals computed once more from the Hessian. */
  private static void assertFiveAreFound(TorchProblem problem, Mode mode) {
    assertThat(problem.space().dimension()).isGreaterThan(100_000);
    try (Linearization hessian =
            problem
                .ability(SecondOrder.class)
                .orElseThrow()
                .linearize(Batch.range(Split.TRAIN, 0, 256), mode);
        Eigenpairs pairs =
            Lanczos.largest(5).withProducts(60).solve(hessian, new Seed(1).stream("lanczos"));
        ParameterVector image = problem.space().zero()) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.products()).isLessThanOrEqualTo(60);
      assertThat(pairs.top()).hasSize(5);
      for (Eigenpair pair : pairs.top()) {
        hessian.apply(pair.vector(), image);
        double residual = image.add(-pair.value(), pair.vector()).norm();
        assertThat(residual).isLessThan(1e-4 * pairs.topValues()[0]);
      }
    }
  }

  @Test
  void fiveEigenvaluesOfAConvolutionalNetworkTakeAtMostSixtyProducts() {
    try (TorchProblem problem =
        Fixtures.open(network(Kind.NONE), digits(), LossRecipe.DEFAULT, Precision.FLOAT)) {
      assertFiveAreFound(problem, Mode.EVALUATE);
      train(problem, 120);
      assertFiveAreFound(problem, Mode.EVALUATE);
    }
  }

  @Test
  void soDoThoseOfANormalizedNetworkInBothModes() {
    try (TorchProblem problem =
        Fixtures.open(network(Kind.BATCH), digits(), LossRecipe.DEFAULT, Precision.FLOAT)) {
      train(problem, 60);
      assertFiveAreFound(problem, Mode.EVALUATE);
      assertFiveAreFound(problem, Mode.PROBE);
    }
  }

  @Test
  void eigenvaluesAndTraceOfASmallNetworkAreThoseOfItsDenseHessian() {
    try (TorchProblem problem =
        Fixtures.open(Fixtures.mlp(Activation.TANH, Kind.LAYER), Fixtures.features(40))) {
      int p = Math.toIntExact(problem.space().dimension());
      double[][] dense = new double[p][];
      try (Linearization hessian =
              problem
                  .ability(SecondOrder.class)
                  .orElseThrow()
                  .linearize(Batch.range(Split.TRAIN, 0, 40), Mode.EVALUATE);
          ParameterVector unit = problem.space().zero();
          ParameterVector image = problem.space().zero()) {
        double trace = 0;
        for (int j = 0; j < p; j++) {
          double[] entries = new double[p];
          entries[j] = 1;
          hessian.apply(unit.set(entries), image);
          dense[j] = image.toArray();
          trace += dense[j][j];
        }
        assertEigenvalues(dense, hessian);
        for (TraceEstimator estimator :
            new TraceEstimator[] {new Hutchinson(), new HutchPlusPlus(), new XTrace()}) {
          TraceEstimate estimate = estimator.estimate(hessian, new Seed(2).stream("trace"), 0, 60);
          assertThat(estimate.value())
              .isCloseTo(trace, within(3 * estimate.standardError() + 1e-9));
          assertThat(estimate.standardError()).isLessThan(0.5 * Math.abs(trace));
        }
      }
    }
  }

  private static void assertEigenvalues(double[][] dense, Linearization hessian) {
    double[] exact =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(dense), 1e-9, true)
            .getEigenvalues();
    Lanczos lanczos = Lanczos.bothEnds(5, 3).withTolerance(1e-9).withBasis(100);
    try (Eigenpairs pairs = lanczos.solve(hessian, new Seed(1).stream("lanczos"))) {
      assertThat(pairs.converged()).isTrue();
      for (int i = 0; i < 5; i++) {
        assertThat(pairs.topValues()[i]).isCloseTo(exact[i], within(1e-8 * exact[0]));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(pairs.bottomValues()[i])
            .isCloseTo(exact[exact.length - 1 - i], within(1e-8 * exact[0]));
      }
    }
  }
}
