package org.sweetspot.measure.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Heavy;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.Draws;
import org.sweetspot.vector.ParameterVector;

class SgdStabilityTest {
  private static final MeasureSettings FINE = MeasureSettings.DEFAULT.withEigenvalues(2, 1e-9, 400);

  private static Measurement measure(
      Problem problem, double rate, int batch, MeasureSettings settings, Measure measure) {
    OptimizerRecipe sgd = new OptimizerRecipe.Sgd(rate, 0, false, 0, false);
    try (MeasureContext context =
        new MeasureContext(
            problem, new TrainingFacts(sgd, batch, null, null), settings, new Seed(2))) {
      return measure.measure(context);
    }
  }

  /** Dense Hessian over a batch. */
  private static <P extends Problem & SecondOrder> RealMatrix hessian(P problem, Batch batch) {
    int p = (int) problem.space().dimension();
    double[][] rows = new double[p][];
    try (Linearization graph = problem.linearize(batch, Mode.EVALUATE);
        ParameterVector unit = problem.space().zero();
        ParameterVector image = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        graph.apply(unit.set(entries), image);
        rows[j] = image.toArray();
      }
    }
    RealMatrix matrix = new Array2DRowRealMatrix(rows);
    return matrix.add(matrix.transpose()).scalarMultiply(0.5);
  }

  private static double largest(RealMatrix symmetric) {
    return new EigenDecompositionSymmetric(symmetric, 1e-9, true).getEigenvalues()[0];
  }

  /** E[(I - eta H_B)^2] by going through all batches of two. */
  private static double expectedStep(SoftmaxRegression problem, int n, double rate) {
    int p = (int) problem.space().dimension();
    RealMatrix sum = MatrixUtils.createRealMatrix(p, p);
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        RealMatrix step =
            MatrixUtils.createRealIdentityMatrix(p)
                .subtract(hessian(problem, Batch.of(Split.TRAIN, i, j)).scalarMultiply(rate));
        sum = sum.add(step.multiply(step));
        count++;
      }
    }
    return largest(sum.scalarMultiply(1.0 / count));
  }

  @Test
  void theConditionIsTheExpectedSquareOfAllBatches() {
    SoftmaxRegression problem = Fixtures.classifier(9, 0);
    for (double rate : new double[] {0.1, 1.5, 4}) {
      Measurement answer = measure(problem, rate, 2, FINE, new NoiseStability());
      double exact = expectedStep(problem, 9, rate);
      assertThat(Fixtures.scalar(answer)).isCloseTo(exact, within(1e-7 * exact));
      assertThat(answer.conventions().text())
          .contains(exact > 1 + 1e-9 ? "does not hold" : "condition holds")
          .contains("batches of 2");
    }
  }

  @Test
  void graphsThatDoNotFitAreRebuilt() {
    Heavy problem = new Heavy(Fixtures.classifier(9, 0));
    Measurement answer = measure(problem, 1.5, 2, FINE.withMemory(5_000), new NoiseStability());
    assertThat(Fixtures.scalar(answer))
        .isCloseTo(expectedStep(problem.inner(), 9, 1.5), within(1e-7));
    assertThat(problem.open()).isZero();
    assertThat(problem.mostOpen()).isLessThanOrEqualTo(2);
  }

  /** The threshold by dense Kronecker products over all p^2 x p^2 entries. */
  private static double threshold(SoftmaxRegression problem, int n, int batch) {
    int p = (int) problem.space().dimension();
    double q = (n - batch) / (batch * (n - 1.0));
    RealMatrix h = hessian(problem, Batch.range(Split.TRAIN, 0, n));
    RealMatrix identity = MatrixUtils.createRealIdentityMatrix(p);
    RealMatrix c = kronecker(h, identity).add(kronecker(identity, h)).scalarMultiply(0.5);
    RealMatrix d = kronecker(h, h).scalarMultiply(1 - q);
    for (int i = 0; i < n; i++) {
      RealMatrix one = hessian(problem, Batch.of(Split.TRAIN, i));
      d = d.add(kronecker(one, one).scalarMultiply(q / n));
    }
    EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(c, 1e-9, true);
    double[] roots = eigen.getEigenvalues().clone();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = roots[i] > 1e-9 * eigen.getEigenvalues()[0] ? 1 / Math.sqrt(roots[i]) : 0;
    }
    RealMatrix root =
        eigen
            .getV()
            .multiply(MatrixUtils.createRealDiagonalMatrix(roots))
            .multiply(eigen.getV().transpose());
    RealMatrix whole = root.multiply(d).multiply(root);
    return 2 / dominant(whole);
  }

  /** Largest eigenvalue of a positive semi-definite matrix by plain power iteration. */
  private static double dominant(RealMatrix matrix) {
    double[] v = Draws.gaussian(new Seed(1).stream("power"), matrix.getRowDimension());
    double value = 0;
    for (int step = 0; step < 20_000; step++) {
      double[] image = matrix.operate(v);
      double norm = Math.sqrt(java.util.Arrays.stream(image).map(x -> x * x).sum());
      v = java.util.Arrays.stream(image).map(x -> x / norm).toArray();
      if (Math.abs(norm - value) < 1e-15 * norm) {
        return norm;
      }
      value = norm;
    }
    return value;
  }

  private static RealMatrix kronecker(RealMatrix a, RealMatrix b) {
    int p = a.getRowDimension();
    RealMatrix product = MatrixUtils.createRealMatrix(p * p, p * p);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        product.setSubMatrix(b.scalarMultiply(a.getEntry(i, j)).getData(), i * p, j * p);
      }
    }
    return product;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void theThresholdIsThatOfAllKroneckerProducts(int batch) {
    SoftmaxRegression problem = Fixtures.classifier(8, 0);
    Measurement answer = measure(problem, 0.1, batch, FINE, new MeanSquareThreshold());
    assertThat(answer.status()).isEqualTo(Status.EXACT);
    double exact = threshold(problem, 8, batch);
    assertThat(Fixtures.scalar(answer)).isCloseTo(exact, within(1e-8 * exact));
    if (batch == 8) {
      double edge = 2 / largest(hessian(problem, Batch.range(Split.TRAIN, 0, 8)));
      assertThat(exact).isCloseTo(edge, within(1e-8 * edge));
    }
  }

  @Test
  void secondMomentsShrinkBelowTheThresholdAndGrowAboveIt() {
    SoftmaxRegression problem = Fixtures.classifier(6, 0);
    double threshold = Fixtures.scalar(measure(problem, 0.1, 1, FINE, new MeanSquareThreshold()));
    RealMatrix[] steps = new RealMatrix[6];
    for (double factor : new double[] {0.97, 1.03}) {
      int p = (int) problem.space().dimension();
      for (int i = 0; i < 6; i++) {
        steps[i] =
            MatrixUtils.createRealIdentityMatrix(p)
                .subtract(
                    hessian(problem, Batch.of(Split.TRAIN, i)).scalarMultiply(factor * threshold));
      }
      // Only the part that the Hessian sees: elsewhere nothing moves.
      RealMatrix h = hessian(problem, Batch.range(Split.TRAIN, 0, 6));
      RealMatrix moment = h.multiply(h);
      double early = 0;
      for (int step = 0; step < 600; step++) {
        RealMatrix next = MatrixUtils.createRealMatrix(p, p);
        for (RealMatrix one : steps) {
          next = next.add(one.multiply(moment).multiply(one).scalarMultiply(1.0 / 6));
        }
        moment = next;
        if (step == 299) {
          early = h.multiply(moment).getTrace();
        }
      }
      double late = h.multiply(moment).getTrace();
      if (factor < 1) {
        assertThat(late).isLessThan(early);
      } else {
        assertThat(late).isGreaterThan(10 * early);
      }
    }
  }

  @Test
  void aSubspaceGivesAnUpperBoundThatIsNotVacuous() {
    SoftmaxRegression problem = wide();
    Measurement answer = measure(problem, 0.1, 2, FINE, new MeanSquareThreshold());
    assertThat(answer.status()).isEqualTo(Status.CONDITIONAL_BOUND);
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, FINE, new Seed(2))) {
      ExampleHessians hessians = ExampleHessians.of(context);
      ProjectedHessians all = ProjectedHessians.whole(context, hessians);
      double exact =
          2
              / new SecondMoments(all.curvatures(), all.examples(), hessians.share(2))
                  .largest(new Seed(1).stream("x"))[0];
      assertThat(Fixtures.scalar(answer))
          .isGreaterThanOrEqualTo(exact * (1 - 1e-9))
          .isLessThan(1.15 * exact);
      assertThat(exact).isLessThan(0.8 * 2 / all.curvatures()[0]);
    }
  }

  /** Softmax regression with more than thirty weights. */
  private static SoftmaxRegression wide() {
    RandomStream stream = new Seed(8).stream("wide");
    double[][] inputs = new double[20][14];
    int[] labels = new int[20];
    for (int i = 0; i < 20; i++) {
      labels[i] = i % 3;
      for (int j = 0; j < 14; j++) {
        inputs[i][j] = stream.nextGaussian() * (1 + i % 4);
      }
    }
    return new SoftmaxRegression(
        3, 0, Map.of(Split.TRAIN, new SoftmaxRegression.Table(inputs, labels)));
  }

  @Test
  void aSaddleHasNoThreshold() {
    Measurement answer =
        measure(Fixtures.bowl(5, 3, 1, -1), 0.1, 2, FINE, new MeanSquareThreshold());
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(answer.conventions().text()).contains("speaks of minima");
  }

  @Test
  void batchSharpnessIsTheMeanOverAllBatchesInBothConventions() {
    SoftmaxRegression problem = Fixtures.classifier(30, 0);
    Measurement answer = measure(problem, 0.4, 3, FINE, new BatchSharpness());
    double ratios = 0;
    double forms = 0;
    double squares = 0;
    int count = 0;
    try (ParameterVector image = problem.space().zero()) {
      for (int i = 0; i < 30; i++) {
        for (int j = 0; j < i; j++) {
          for (int k = 0; k < j; k++) {
            try (Linearization graph =
                problem.linearize(Batch.of(Split.TRAIN, i, j, k), Mode.EVALUATE)) {
              graph.apply(graph.gradient(), image);
              double form = graph.gradient().dot(image);
              double square = graph.gradient().dot(graph.gradient());
              ratios += form / square;
              forms += form;
              squares += square;
              count++;
            }
          }
        }
      }
    }
    double byRatios = Fixtures.part(answer, "mean-of-ratios");
    double byMeans = Fixtures.part(answer, "ratio-of-means");
    double error = Fixtures.partError(answer, "mean-of-ratios");
    assertThat(byRatios).isCloseTo(ratios / count, within(4 * error));
    assertThat(error).isLessThan(0.2 * byRatios);
    double errorOfMeans = Fixtures.partError(answer, "ratio-of-means");
    assertThat(byMeans).isCloseTo(forms / squares, within(4 * errorOfMeans));
    assertThat(byMeans).isNotCloseTo(byRatios, within(1e-6));
    assertThat(Fixtures.part(answer, "edge")).isEqualTo(2 / 0.4);
  }

  @Test
  void theBatchOfAllExamplesIsExact() {
    SoftmaxRegression problem = Fixtures.classifier(12, 0);
    Measurement answer = measure(problem, 0.4, 12, FINE, new BatchSharpness());
    assertThat(answer.status()).isEqualTo(Status.EXACT);
    assertThat(Fixtures.part(answer, "mean-of-ratios"))
        .isEqualTo(Fixtures.part(answer, "ratio-of-means"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.99, 1.2, 1.0, 0.5, 0.1, 0.02})
  void delayedDescentShrinksAtTheDelayGivenAndGrowsAtTheNext(double step) {
    Measurement answer = measure(Fixtures.bowl(2, 4, 1), step / 4, 1, FINE, new DelayStability());
    int tau = (int) Fixtures.scalar(answer);
    assertThat(growth(step, tau)).isLessThan(1 + 1e-9);
    // A step of 1 lies on the limit of a delay of one: either side is right.
    assertThat(growth(step, tau + 1)).isGreaterThan(1 - 1e-9);
  }

  /** Mean growth of one step of w' = w - step w_(-tau), after the start has been forgotten. */
  private static double growth(double step, int tau) {
    int steps = 200 * (tau + 5);
    double[] w = new double[2 * steps + tau + 1];
    java.util.Arrays.fill(w, 0, tau + 1, 1);
    double half = 0;
    double whole = 0;
    for (int t = tau; t + 1 < w.length; t++) {
      w[t + 1] = w[t] - step * w[t - tau];
      if (t < steps) {
        half = Math.max(half, t > steps / 2 ? Math.abs(w[t + 1]) : 0);
      } else if (t > 3 * steps / 2) {
        whole = Math.max(whole, Math.abs(w[t + 1]));
      }
    }
    // Underflow is a start forgotten altogether.
    return half == 0 ? 0 : whole / half;
  }

  @Test
  void whatIsUnstableWithoutDelayHasNoDelay() {
    Measurement answer = measure(Fixtures.bowl(2, 4, 1), 0.6, 1, FINE, new DelayStability());
    assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
    assertThat(answer.conventions().text()).contains("even without delay");
  }
}
