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
}
