package org.sweetspot.vector.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

class TopEigenvalueTrackerTest {
  private static final int SIZE = 300;

  /** A fixed matrix plus a small, growing multiple of another one. */
  private static double[][] moving(double time) {
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = 20.0 * i / SIZE - 1;
    }
    values[0] = 25;
    double[][] fixed = DenseOperator.withEigenvalues(values).matrix().getData();
    double[] drift = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      drift[i] = Math.cos(3 * i);
    }
    for (int i = 0; i < SIZE; i++) {
      fixed[i][i] += time * drift[i];
    }
    return fixed;
  }

  @Test
  void aSlowlyMovingMatrixCostsFewerProductsThanColdStarts() {
    int warm = 0;
    int cold = 0;
    try (TopEigenvalueTracker tracker =
        new TopEigenvalueTracker(1e-3, 200, new Seed(1).stream("tracker"))) {
      tracker.solve(DenseOperator.of(moving(0)));
      for (int step = 1; step <= 8; step++) {
        DenseOperator operator = DenseOperator.of(moving(0.05 * step));
        TrackedEigenvalue tracked = tracker.solve(operator);
        assertThat(tracked.converged()).isTrue();
        assertThat(operator.products()).isEqualTo(tracked.products());
        warm += tracked.products();
        Lanczos lanczos = Lanczos.largest(1).withTolerance(1e-3);
        try (Eigenpairs pairs = lanczos.solve(operator, new Seed(step).stream("cold"))) {
          cold += pairs.products();
          assertThat(tracked.value())
              .isCloseTo(pairs.topValues()[0], within(2 * tracked.residual()));
        }
      }
    }
    assertThat(warm).isLessThan(cold * 2 / 3);
  }

  @Test
  void anotherEigenvalueThatHasOvertakenIsNoticed() {
    double[] values = new double[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) i / values.length;
    }
    values[0] = 5;
    values[1] = 4;
    try (TopEigenvalueTracker tracker =
        new TopEigenvalueTracker(1e-3, 200, new Seed(1).stream("tracker"))) {
      assertThat(tracker.solve(new DiagonalOperator(values)).value()).isCloseTo(5, within(1e-3));
      values[1] = 6;
      assertThat(tracker.solve(new DiagonalOperator(values)).value()).isCloseTo(6, within(1e-2));
      // A start without the random part would have stayed.
      double[] stayed = {1};
      try (ParameterVector start = new DiagonalOperator(values).space().zero()) {
        double[] first = new double[values.length];
        first[0] = 1;
        SymmetricOperator operator = new DiagonalOperator(values);
        try (Eigenpairs pairs =
            Lanczos.largest(1)
                .withProducts(1)
                .solve(operator, start.set(first), new Seed(2).stream("naive"))) {
          stayed[0] = pairs.topValues()[0];
        }
      }
      assertThat(stayed[0]).isEqualTo(5);
    }
  }
}
