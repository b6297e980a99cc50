package org.sweetspot.vector.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
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
    try (TopEigenvalueTracker tracker = new TopEigenvalueTracker(1e-3, 200, 200)) {
      RandomStream stream = new Seed(1).stream("tracker");
      tracker.solve(DenseOperator.of(moving(0)), stream);
      for (int step = 1; step <= 8; step++) {
        DenseOperator operator = DenseOperator.of(moving(0.05 * step));
        TrackedEigenvalue tracked = tracker.solve(operator, stream);
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
  void theValueIsThatOfTheClosedForm() {
    // diag(2, ..., 2) + c u u' with a unit vector u has the largest eigenvalue 2 + c.
    double[] u = new double[50];
    for (int i = 0; i < u.length; i++) {
      u[i] = Math.cos(i);
    }
    double norm = Math.sqrt(Arrays.stream(u).map(x -> x * x).sum());
    try (TopEigenvalueTracker tracker = new TopEigenvalueTracker(1e-9, 20, 6)) {
      for (int step = 0; step < 5; step++) {
        double c = 3 + step;
        double[][] matrix = new double[u.length][u.length];
        for (int i = 0; i < u.length; i++) {
          for (int j = 0; j < u.length; j++) {
            matrix[i][j] = c * u[i] * u[j] / (norm * norm) + (i == j ? 2 : 0);
          }
        }
        TrackedEigenvalue top =
            tracker.solve(DenseOperator.of(matrix), new Seed(step).stream("tracker"));
        assertThat(top.value()).isCloseTo(2 + c, within(1e-9));
        assertThat(top.residual()).isLessThan(1e-8);
      }
    }
  }

  @Test
  void anotherEigenvalueThatHasOvertakenIsNoticed() {
    double[] values = bulk();
    values[0] = 5;
    values[1] = 4;
    RandomStream stream = new Seed(1).stream("tracker");
    try (TopEigenvalueTracker tracker = new TopEigenvalueTracker(1e-3, 200, 200)) {
      assertThat(tracker.solve(new DiagonalOperator(values), stream).value())
          .isCloseTo(5, within(1e-3));
      values[1] = 6;
      assertThat(tracker.solve(new DiagonalOperator(values), stream).value())
          .isCloseTo(6, within(1e-2));
    }
  }

  /**
   * A second eigenvalue rises slowly through the first one, few products a reading. What is called
   * converged is the largest of both throughout; the old vector alone would call the lower one so.
   */
  @Test
  void aCrossingIsFollowedWhereTheGradientHoldsTheNewDirection() {
    double[] values = bulk();
    values[0] = 5;
    values[1] = 4;
    // At a tenth of the start's length this part is far below what a residual would show.
    ParameterVector gradient = gradient(values.length);
    ParameterVector none = new DiagonalOperator(values).space().zero();
    double stayed = 0;
    double followed = 0;
    int overtaken = 0;
    try (gradient;
        none;
        TopEigenvalueTracker tracker = new TopEigenvalueTracker(0.005, 60, 6)) {
      for (int reading = 0; reading <= 20; reading++) {
        values[1] = 4 + 0.1 * reading;
        SymmetricOperator operator = new DiagonalOperator(values);
        double top = Math.max(values[0], values[1]);
        TrackedEigenvalue found =
            tracker.solve(operator, gradient, new Seed(reading).stream("tracker"));
        followed = found.value();
        assertThat(found.value()).isLessThan(top * (1 + 1e-12));
        if (found.converged()) {
          assertThat(found.value()).isGreaterThan(top * (1 - 0.005));
          overtaken += values[1] > values[0] ? 1 : 0;
        }
        stayed = fromTheOldVectorAlone(operator, values.length);
      }
    }
    assertThat(followed).isCloseTo(6, within(0.005 * 6));
    assertThat(overtaken).isGreaterThan(5);
    assertThat(stayed).isEqualTo(5);
  }

  /** A start at the eigenvector found before the crossing, and nothing else. */
  private static double fromTheOldVectorAlone(SymmetricOperator operator, int size) {
    double[] first = new double[size];
    first[0] = 1;
    try (ParameterVector start = operator.space().zero().set(first);
        Eigenpairs pairs =
            Lanczos.largest(1)
                .withProducts(1)
                .solve(operator, start, new Seed(2).stream("naive"))) {
      assertThat(pairs.converged()).isTrue();
      return pairs.topValues()[0];
    }
  }

  private static ParameterVector gradient(int size) {
    ParameterVector gradient =
        new DiagonalOperator(new double[size]).space().gaussian(new Seed(5).stream("gradient"));
    double[] entries = new double[size];
    entries[1] = 0.2 * gradient.norm();
    try (ParameterVector part = new DiagonalOperator(entries).space().zero().set(entries)) {
      return gradient.add(1, part);
    }
  }

  private static double[] bulk() {
    double[] values = new double[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) i / values.length;
    }
    return values;
  }
}
