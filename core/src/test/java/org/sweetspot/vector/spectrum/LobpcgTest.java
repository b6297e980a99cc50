package org.sweetspot.vector.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;

/** Lanczos from the eigenvectors before, against LOBPCG from the same, on a matrix that moves. */
class LobpcgTest {
  private static final int SIZE = 400;
  private static final int WANTED = 5;
  private static final double TOLERANCE = 1e-3;

  /** Ten outliers over an exponential bulk, as in the Hessian of a classifier, and a drift. */
  private static double[][] moving(double time) {
    double[] tops = {25, 18, 15, 11, 9, 7, 6, 5, 4.5, 4};
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = i < tops.length ? tops[i] : Math.exp(-i / 25.0);
    }
    double[][] matrix = DenseOperator.withEigenvalues(values).matrix().getData();
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        matrix[i][j] += time * 0.2 * Math.cos(3 * i + 0.1) * Math.cos(3 * j + 0.1);
      }
      matrix[i][i] += time * Math.cos(5 * i);
    }
    return matrix;
  }

  /** Products of six solves by cold Lanczos, warm Lanczos and LOBPCG. */
  private static int[] products(double speed) {
    int[] spent = new int[3];
    Lanczos lanczos = Lanczos.largest(WANTED).withTolerance(TOLERANCE).withProducts(2000);
    Lobpcg lobpcg = new Lobpcg(WANTED, 0, TOLERANCE, 2000);
    List<ParameterVector> before = new ArrayList<>();
    try (TopEigenpairsTracker tracker =
        new TopEigenpairsTracker(lanczos, new Seed(1).stream("tracker"))) {
      for (int step = 0; step <= 6; step++) {
        DenseOperator operator = DenseOperator.of(moving(speed * step));
        int counted = step == 0 ? 0 : 1;
        try (Eigenpairs cold = lanczos.solve(operator, new Seed(step).stream("cold"));
            Eigenpairs warm = tracker.solve(operator);
            Eigenpairs block = lobpcg.solve(operator, before, new Seed(step).stream("block"))) {
          spent[0] += counted * cold.products();
          spent[1] += counted * warm.products();
          spent[2] += counted * block.products();
          assertThat(warm.converged()).isTrue();
          assertThat(block.converged()).isTrue();
          for (int i = 0; i < WANTED; i++) {
            double exact = cold.top().get(i).value();
            double allowed = cold.top().get(i).residual() + 1e-12;
            assertThat(warm.top().get(i).value())
                .isCloseTo(exact, within(allowed + warm.top().get(i).residual()));
            assertThat(block.top().get(i).value())
                .isCloseTo(exact, within(allowed + block.top().get(i).residual()));
          }
          before.forEach(ParameterVector::close);
          before.clear();
          block.top().forEach(pair -> before.add(pair.vector().copy()));
        }
      }
    }
    before.forEach(ParameterVector::close);
    return spent;
  }

  @Test
  void lobpcgWinsOnlyWhereTheMatrixHasHardlyMoved() {
    int[] slow = products(0.003);
    assertThat(slow[2]).isLessThan(slow[1]);
    assertThat(slow[1]).isLessThan(slow[0]);
    int[] fast = products(0.3);
    assertThat(fast[1]).isLessThan(fast[2]);
    assertThat(fast[1]).isLessThan(fast[0]);
  }

  @Test
  void itFindsTheEigenpairsOfAMatrixFromNothing() {
    double[] values = new double[60];
    for (int i = 0; i < 60; i++) {
      values[i] = i < 3 ? 10 - 2 * i : Math.cos(i);
    }
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    try (Eigenpairs pairs =
        new Lobpcg(3, 2, 1e-10, 3000).solve(operator, List.of(), new Seed(3).stream("start"))) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.products()).isEqualTo(operator.products());
      assertThat(pairs.topValues()).containsExactly(new double[] {10, 8, 6}, within(1e-9));
    }
  }
}
