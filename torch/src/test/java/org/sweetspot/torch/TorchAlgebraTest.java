package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.RowProductChecks;
import org.sweetspot.matrix.SymmetricEigen;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class TorchAlgebraTest {
  private final TorchAlgebra algebra = new TorchAlgebra(1);

  @Test
  void agreesWithPlainJava() {
    Matrix wide = random(30, 50);
    Matrix square = gram(wide);

    assertThat(algebra.singularValues(wide))
        .containsExactly(new JavaAlgebra().singularValues(wide), within(1e-12));
    assertThat(algebra.eigenvalues(square))
        .containsExactly(new JavaAlgebra().eigenvalues(square), within(1e-12 * 200));
  }

  @Test
  void eigenvectorsRebuildTheMatrix() {
    Matrix square = gram(random(12, 20));
    SymmetricEigen solved = algebra.decomposition(square);

    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        double sum = 0;
        for (int k = 0; k < 12; k++) {
          sum += solved.values()[k] * solved.vectors().get(i, k) * solved.vectors().get(j, k);
        }
        assertThat(sum).isCloseTo(square.get(i, j), within(1e-12 * 200));
      }
    }
  }

  @Test
  void productsOfRowsAreExactForWholeNumbers() {
    RowProductChecks.compare(algebra, 7, 350, 131);
    RowProductChecks.compare(algebra, 1, 1, 1);
    RowProductChecks.compare(algebra, 0, 5, 4);
  }

  private static Matrix random(int rows, int columns) {
    RandomStream stream = new Seed(1).stream("matrix");
    double[] entries = new double[rows * columns];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = stream.nextGaussian();
    }
    return new Matrix(rows, columns, entries);
  }

  private static Matrix gram(Matrix a) {
    double[] entries = new double[a.rows() * a.rows()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.rows(); j++) {
        for (int k = 0; k < a.columns(); k++) {
          entries[i * a.rows() + j] += a.get(i, k) * a.get(j, k);
        }
      }
    }
    return new Matrix(a.rows(), a.rows(), entries);
  }
}
