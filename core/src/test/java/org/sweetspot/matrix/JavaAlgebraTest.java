package org.sweetspot.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JavaAlgebraTest {
  private final MatrixAlgebra algebra = new JavaAlgebra();

  @Test
  void singularValuesOfADiagonalAreItsSizes() {
    assertThat(algebra.singularValues(new Matrix(2, 3, new double[] {-3, 0, 0, 0, 4, 0})))
        .containsExactly(new double[] {4, 3}, within(1e-14));
  }

  @Test
  void eigenvaluesOfATwoByTwoMatrixAreTheTextbookOnes() {
    // The upper triangle is not read: 99 stands where 1 should.
    Matrix matrix = new Matrix(2, 2, new double[] {2, 99, 1, 2});

    assertThat(algebra.eigenvalues(matrix)).containsExactly(new double[] {3, 1}, within(1e-14));
    Matrix vectors = algebra.decomposition(matrix).vectors();
    assertThat(vectors.get(0, 0) * vectors.get(1, 0)).isCloseTo(0.5, within(1e-14));
    assertThat(vectors.get(0, 1) * vectors.get(1, 1)).isCloseTo(-0.5, within(1e-14));
  }

  @Test
  void productsOfRowsAreExactForWholeNumbers() {
    // Sizes that fill neither a tile of others, nor a block of coordinates, nor a group of rows.
    RowProductChecks.compare(algebra, 7, 350, 131);
    RowProductChecks.compare(algebra, 1, 1, 1);
    RowProductChecks.compare(algebra, 3, 2, 12);
    RowProductChecks.compare(algebra, 0, 5, 4);
  }

  @Test
  void nothingHasNoValues() {
    assertThat(algebra.singularValues(new Matrix(0, 3, new double[0]))).isEmpty();
    assertThat(algebra.eigenvalues(new Matrix(0, 0, new double[0]))).isEmpty();
  }

  @Test
  void entriesThatAreNotFiniteAreRefused() {
    Matrix broken = new Matrix(1, 1, new double[] {Double.NaN});

    assertThatThrownBy(() -> algebra.singularValues(broken)).hasMessageContaining("finite");
    assertThatThrownBy(() -> algebra.eigenvalues(broken)).hasMessageContaining("finite");
    assertThatThrownBy(() -> algebra.eigenvalues(new Matrix(1, 2, new double[2])))
        .hasMessageContaining("1 x 2");
  }

  @Test
  void rotationsSolveWhereTridiagonalMethodsMayGiveUp() {
    int n = 60;
    double[] entries = new double[n * n];
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        // Two directions that count, and 58 eigenvalues of zero to rounding.
        rows[i][j] = Math.sin(i) * Math.sin(j) + 1e-9 * Math.cos(3 * i) * Math.cos(3 * j);
        entries[i * n + j] = rows[i][j];
      }
    }
    SymmetricEigen eigen = Jacobi.solve(rows);
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        double image = 0;
        for (int j = 0; j < n; j++) {
          image += entries[i * n + j] * eigen.vectors().get(j, k);
        }
        assertThat(image)
            .isCloseTo(eigen.values()[k] * eigen.vectors().get(i, k), within(1e-13 * n));
      }
    }
    assertThat(eigen.values()).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(java.util.Arrays.stream(eigen.values()).sum())
        .isCloseTo(trace(entries, n), within(1e-12));
  }

  private static double trace(double[] entries, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += entries[i * n + i];
    }
    return sum;
  }
}
