package org.sweetspot.vector.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class TraceEstimatorTest {
  static Stream<TraceEstimator> estimators() {
    return Stream.of(new Hutchinson(), new HutchPlusPlus(), new XTrace());
  }

  private static DenseOperator spiked(int size) {
    return DenseOperator.withEigenvalues(
        IntStream.range(0, size).mapToDouble(i -> 100 * Math.pow(0.7, i) - 0.01 * i).toArray());
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void theMeanOverManySeedsIsTheTraceAndTheErrorsAreHonest(TraceEstimator estimator) {
    DenseOperator operator = spiked(60);
    double trace = operator.matrix().getTrace();
    int runs = 300;
    double sum = 0;
    double squares = 0;
    double claimed = 0;
    for (int run = 0; run < runs; run++) {
      TraceEstimate estimate = estimator.estimate(operator, new Seed(run).stream("trace"), 0, 24);
      assertThat(estimate.products()).isLessThanOrEqualTo(24);
      double error = estimate.value() - trace;
      sum += error;
      squares += error * error;
      claimed += estimate.standardError() * estimate.standardError();
    }
    double spread = Math.sqrt(squares / runs);
    // Unbiased: the mean error is within four of its own standard errors.
    assertThat(Math.abs(sum / runs)).isLessThan(4 * spread / Math.sqrt(runs));
    // Honest: the claimed variance is the real one, up to a factor the few samples allow.
    assertThat(Math.sqrt(claimed / runs)).isBetween(0.6 * spread, 1.7 * spread);
  }

  @Test
  void onASpikedSpectrumTheSketchesAreFarMoreExact() {
    DenseOperator operator = spiked(60);
    RandomStream stream = new Seed(1).stream("trace");
    double plain = new Hutchinson().estimate(operator, stream, 0, 40).standardError();
    assertThat(new HutchPlusPlus().estimate(operator, stream, 0, 40).standardError())
        .isLessThan(plain / 10);
    assertThat(new XTrace().estimate(operator, stream, 0, 40).standardError())
        .isLessThan(plain / 10);
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void samplingStopsAtTheRequestedError(TraceEstimator estimator) {
    DenseOperator operator = spiked(60);
    TraceEstimate loose = estimator.estimate(operator, new Seed(2).stream("trace"), 0.3, 2_000);
    assertThat(loose.reached()).isTrue();
    assertThat(loose.standardError()).isLessThanOrEqualTo(0.3 * loose.value());
    TraceEstimate tight = estimator.estimate(operator, new Seed(2).stream("trace"), 1e-9, 20);
    assertThat(tight.reached()).isFalse();
  }

  @Test
  void signsSeeADiagonalMatrixExactly() {
    DenseOperator operator = DenseOperator.of(new double[][] {{3, 0}, {0, -1}});
    TraceEstimate estimate = new Hutchinson().estimate(operator, new Seed(1).stream("trace"), 0, 5);
    assertThat(estimate.value()).isEqualTo(2);
    assertThat(estimate.standardError()).isZero();
  }

  @Test
  void aRangeSeenWholeGivesTheExactTrace() {
    double[] values = new double[40];
    values[0] = 4;
    values[1] = -1;
    values[2] = 2;
    DenseOperator lowRank = DenseOperator.withEigenvalues(values);
    for (TraceEstimator estimator : new TraceEstimator[] {new HutchPlusPlus(), new XTrace()}) {
      TraceEstimate estimate = estimator.estimate(lowRank, new Seed(1).stream("trace"), 0, 30);
      assertThat(estimate.value()).isCloseTo(5, within(1e-9));
      assertThat(estimate.standardError()).isZero();
      assertThat(estimate.products()).isLessThan(12);
    }
    DenseOperator small = DenseOperator.withEigenvalues(4, 1, 2);
    TraceEstimate estimate = new XTrace().estimate(small, new Seed(1).stream("trace"), 0, 30);
    assertThat(estimate.value()).isCloseTo(7, within(1e-12));
  }

  @Test
  void leaveOneOutByAlgebraEqualsLeaveOneOutByDefinition() {
    int p = 12;
    int k = 4;
    DenseOperator operator = spiked(p);
    RealMatrix a = operator.matrix();
    RandomStream stream = new Seed(9).stream("trace");
    RealMatrix w = new Array2DRowRealMatrix(p, k);
    for (int i = 0; i < k; i++) {
      w.setColumn(i, Samples.sphere(operator, stream).toArray());
    }
    double mean = 0;
    for (int i = 0; i < k; i++) {
      RealMatrix others = new Array2DRowRealMatrix(p, k - 1);
      int column = 0;
      for (int j = 0; j < k; j++) {
        if (j != i) {
          others.setColumnVector(column++, w.getColumnVector(j));
        }
      }
      RealMatrix q =
          new QRDecomposition(a.multiply(others)).getQ().getSubMatrix(0, p - 1, 0, k - 2);
      RealVector rest =
          w.getColumnVector(i).subtract(q.operate(q.transpose().operate(w.getColumnVector(i))));
      double norm = (p - k + 1) / rest.dotProduct(rest);
      mean +=
          (q.transpose().multiply(a).multiply(q).getTrace()
                  + norm * rest.dotProduct(a.operate(rest)))
              / k;
    }
    TraceEstimate estimate = new XTrace().estimate(operator, new Seed(9).stream("trace"), 0, 2 * k);
    assertThat(estimate.value()).isCloseTo(mean, within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void wrongRequestsAreRefused(TraceEstimator estimator) {
    DenseOperator operator = spiked(5);
    RandomStream stream = new Seed(1).stream("trace");
    assertThatThrownBy(() -> estimator.estimate(operator, stream, 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("budget");
    assertThatThrownBy(() -> estimator.estimate(operator, stream, Double.NaN, 50))
        .hasMessageContaining("relative error");
    DenseOperator broken = DenseOperator.of(new double[][] {{Double.NaN, 0}, {0, 1}});
    assertThatThrownBy(() -> estimator.estimate(broken, stream, 0.1, 50))
        .isInstanceOf(ArithmeticException.class);
  }
}
