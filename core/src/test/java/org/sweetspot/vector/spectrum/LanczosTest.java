package org.sweetspot.vector.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

@Tag("heavy")
class LanczosTest {
  private static RandomStream stream() {
    return new Seed(3).stream("lanczos");
  }

  /** Residuals as the definition says, not as the solver believes. */
  private static double trueResidual(SymmetricOperator operator, Eigenpair pair) {
    try (ParameterVector image = operator.space().zero()) {
      operator.apply(pair.vector(), image);
      return image.add(-pair.value(), pair.vector()).norm();
    }
  }

  private static void assertResidualsAreTrue(SymmetricOperator operator, Eigenpairs pairs) {
    assertThat(Stream.concat(pairs.top().stream(), pairs.bottom().stream()))
        .allSatisfy(
            pair ->
                assertThat(trueResidual(operator, pair))
                    .isLessThanOrEqualTo(1.01 * pair.residual() + 4 * pairs.attainable() + 1e-12));
  }

  private static double[] linear(int size, double from, double to) {
    return IntStream.range(0, size)
        .mapToDouble(i -> from + (to - from) * i / (size - 1.0))
        .toArray();
  }

  @Test
  void bothEndsOfASpectrumAreFoundToTheTolerance() {
    double[] values =
        DoubleStream.concat(
                DoubleStream.of(40, 30, 22, -8, -11), DoubleStream.of(linear(195, -1, 3)))
            .toArray();
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    try (Eigenpairs pairs = Lanczos.bothEnds(3, 2).withTolerance(1e-9).solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.topValues()).containsExactly(new double[] {40, 30, 22}, within(1e-8));
      assertThat(pairs.bottomValues()).containsExactly(new double[] {-11, -8}, within(1e-8));
      assertThat(pairs.products()).isEqualTo(operator.products());
      assertResidualsAreTrue(operator, pairs);
    }
  }

  @Test
  void roundingIsNoSignOfAnEigenvalue() {
    // The Hessian of softmax over six classes at zero weights, for inputs that are unit vectors.
    double[][] matrix = new double[720][720];
    for (int i = 0; i < 720; i++) {
      for (int j = i - i % 6; j < i - i % 6 + 6; j++) {
        matrix[i][j] = ((i == j ? 1 : 0) - 1 / 6.0) / 720;
      }
    }
    DenseOperator operator = DenseOperator.of(matrix);
    try (Eigenpairs pairs = Lanczos.bothEnds(2, 5).withTolerance(1e-9).solve(operator, stream())) {
      assertThat(Stream.concat(pairs.top().stream(), pairs.bottom().stream()))
          .allSatisfy(
              pair -> assertThat(pair.residual()).isGreaterThanOrEqualTo(0x1p-50 / 720 * 0.999));
      assertThat(pairs.bottom())
          .allSatisfy(
              pair -> assertThat(Math.abs(pair.value())).isLessThanOrEqualTo(pair.residual()));
    }
  }

  @Test
  void restartsKeepWhatWasLearned() {
    double[] values = linear(300, 0, 100);
    values[0] = 104;
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    Lanczos small = new Lanczos(2, 0, 1e-6, 400, 12, false);
    try (Eigenpairs pairs = small.solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.products()).isGreaterThan(12);
      assertThat(pairs.topValues()[0]).isCloseTo(104, within(1e-4));
      assertThat(pairs.topValues()[1]).isCloseTo(100, within(1e-4));
      assertResidualsAreTrue(operator, pairs);
    }
  }

  @Test
  void clusteredEigenvaluesAreToldApart() {
    double[] values =
        DoubleStream.concat(
                DoubleStream.of(10, 9.99, 9.98, 9.97), DoubleStream.of(linear(96, 0, 5)))
            .toArray();
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    try (Eigenpairs pairs = Lanczos.largest(4).withTolerance(1e-8).solve(operator, stream())) {
      assertThat(pairs.topValues())
          .containsExactly(new double[] {10, 9.99, 9.98, 9.97}, within(1e-7));
      assertResidualsAreTrue(operator, pairs);
    }
  }

  @Test
  void multipleEigenvaluesAreCountedWithConfirmation() {
    double[] values =
        DoubleStream.concat(DoubleStream.of(7, 7, 7, 6), DoubleStream.of(linear(96, 0, 4)))
            .toArray();
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    Lanczos lanczos = Lanczos.largest(4).withTolerance(1e-7).withConfirmation();
    try (Eigenpairs pairs = lanczos.solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.topValues()).containsExactly(new double[] {7, 7, 7, 6}, within(1e-6));
      assertResidualsAreTrue(operator, pairs);
    }
  }

  @Test
  void copiesAreFoundAboveALargeNullSpaceAndInIt() {
    // Twice the second eigenvalue, and 995 exact zeros below five directions that matter.
    double[] values = new double[1000];
    System.arraycopy(new double[] {5, 3, 3, 0.5, 0.25}, 0, values, 0, 5);
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    Lanczos lanczos = Lanczos.bothEnds(4, 3).withTolerance(1e-9).withConfirmation();
    try (Eigenpairs pairs = lanczos.solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.topValues())
          .usingComparatorWithPrecision(1e-8)
          .containsExactly(5, 3, 3, 0.5);
      assertThat(pairs.bottomValues()).usingComparatorWithPrecision(1e-8).containsExactly(0, 0, 0);
      assertThat(pairs.products()).isLessThan(120);
    }
  }

  @Test
  void aCopyOfTheTopIsNotHiddenByAHighDimension() {
    double[] values = new double[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.02 * i / values.length;
    }
    System.arraycopy(new double[] {5, 5, 3, 2, 1}, 0, values, 0, 5);
    Lanczos lanczos = Lanczos.largest(3).withTolerance(1e-9).withConfirmation();
    try (Eigenpairs pairs = lanczos.solve(new DiagonalOperator(values), stream())) {
      assertThat(pairs.topValues()).usingComparatorWithPrecision(1e-8).containsExactly(5, 5, 3);
    }
  }

  @Test
  void aLargeBasisSolvedNowAndThenFindsTheSame() {
    double[] values = linear(500, 0, 1);
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    Lanczos lanczos = Lanczos.largest(3).withTolerance(1e-9).withBasis(250).withProducts(500);
    try (Eigenpairs pairs = lanczos.solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      for (int i = 0; i < 3; i++) {
        assertThat(pairs.topValues()[i]).isCloseTo(values[499 - i], within(1e-9));
      }
      assertResidualsAreTrue(operator, pairs);
    }
  }

  @Test
  void anExhaustedInvariantSubspaceIsLeftForItsComplement() {
    // Two distinct eigenvalues: every start spans an invariant subspace of dimension two.
    double[] values = new double[50];
    java.util.Arrays.fill(values, 1);
    values[0] = 5;
    values[1] = 5;
    values[2] = 5;
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    try (Eigenpairs pairs = Lanczos.largest(4).solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.topValues()).containsExactly(new double[] {5, 5, 5, 1}, within(1e-9));
      assertThat(pairs.products()).isLessThan(20);
    }
  }

  @Test
  void negativeSpectraAreOrderedAlgebraically() {
    DenseOperator operator = DenseOperator.withEigenvalues(linear(40, -20, -1));
    try (Eigenpairs top = Lanczos.largest(2).withTolerance(1e-10).solve(operator, stream());
        Eigenpairs bottom = Lanczos.smallest(2).withTolerance(1e-10).solve(operator, stream())) {
      assertThat(top.topValues()[0]).isCloseTo(-1, within(1e-8));
      assertThat(top.topValues()[0]).isGreaterThan(top.topValues()[1]);
      assertThat(bottom.bottomValues()[0]).isCloseTo(-20, within(1e-8));
    }
  }

  @Test
  void zeroHasOnlyZeroEigenvalues() {
    DenseOperator operator = DenseOperator.of(new double[30][30]);
    try (Eigenpairs pairs = Lanczos.bothEnds(2, 1).solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.topValues()).containsExactly(0, 0);
      assertThat(pairs.bottomValues()).containsExactly(0);
      assertThat(pairs.products()).isLessThan(15);
    }
  }

  @Test
  void aDimensionBelowTheNumberWantedGivesAllThereIs() {
    DenseOperator operator = DenseOperator.withEigenvalues(3, -2, 1);
    try (Eigenpairs pairs = Lanczos.bothEnds(5, 5).solve(operator, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.topValues()).containsExactly(new double[] {3, 1, -2}, within(1e-12));
      assertThat(pairs.bottomValues()).containsExactly(new double[] {-2, 1, 3}, within(1e-12));
      assertThat(pairs.products()).isEqualTo(3);
    }
    DenseOperator one = DenseOperator.withEigenvalues(-4);
    try (Eigenpairs pairs = Lanczos.largest(1).solve(one, stream())) {
      assertThat(pairs.topValues()).containsExactly(new double[] {-4}, within(1e-12));
    }
  }

  @Test
  void runningOutOfProductsIsReportedWithTheResidualsReached() {
    DenseOperator operator = DenseOperator.withEigenvalues(linear(300, 0, 100));
    for (int products : new int[] {3, 12, 40}) {
      Lanczos lanczos = new Lanczos(3, 0, 1e-10, products, 12, false);
      try (Eigenpairs pairs = lanczos.solve(operator, stream())) {
        assertThat(pairs.converged()).isFalse();
        assertThat(pairs.products()).isEqualTo(products);
        assertResidualsAreTrue(operator, pairs);
      }
    }
  }

  @Test
  void roundedProductsShowAsAResidualThatCannotBeBeaten() {
    double[] values =
        DoubleStream.concat(DoubleStream.of(90, 70, 50), DoubleStream.of(linear(97, 0, 10)))
            .toArray();
    DenseOperator rounded = DenseOperator.withEigenvalues(values).roundedToSingle();
    try (Eigenpairs pairs = Lanczos.largest(3).withTolerance(1e-5).solve(rounded, stream())) {
      assertThat(pairs.converged()).isTrue();
      assertThat(pairs.attainable()).isBetween(1e-7, 1e-4);
      assertResidualsAreTrue(rounded, pairs);
    }
    Lanczos beyond = new Lanczos(3, 0, 1e-12, 80, 40, false);
    try (Eigenpairs pairs = beyond.solve(rounded, stream())) {
      assertThat(pairs.converged()).isFalse();
      assertThat(pairs.topValues()).containsExactly(new double[] {90, 70, 50}, within(1e-4));
    }
  }

  @Test
  void aWarmStartSavesProducts() {
    double[] values =
        DoubleStream.concat(DoubleStream.of(30), DoubleStream.of(linear(399, -2, 25))).toArray();
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    Lanczos lanczos = Lanczos.largest(1).withTolerance(1e-5);
    try (Eigenpairs cold = lanczos.solve(operator, stream());
        Eigenpairs warm = lanczos.solve(operator, cold.top().get(0).vector(), stream())) {
      assertThat(warm.products()).isLessThan(cold.products() / 3);
      assertThat(warm.topValues()[0]).isCloseTo(30, within(1e-6));
    }
  }

  @Test
  void eigenvectorsAreOrthonormal() {
    DenseOperator operator = DenseOperator.withEigenvalues(linear(80, -3, 9));
    try (Eigenpairs pairs = Lanczos.largest(5).withTolerance(1e-8).solve(operator, stream())) {
      for (int i = 0; i < 5; i++) {
        for (int j = 0; j < 5; j++) {
          double expected = i == j ? 1 : 0;
          assertThat(pairs.top().get(i).vector().dot(pairs.top().get(j).vector()))
              .isCloseTo(expected, within(1e-10));
        }
      }
    }
  }

  @Test
  void productsThatAreNotFiniteAreRefused() {
    DenseOperator operator = DenseOperator.of(new double[][] {{1, 0}, {0, Double.NaN}});
    assertThatThrownBy(() -> Lanczos.largest(1).solve(operator, stream()))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("expected finite numbers");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Lanczos.bothEnds(0, 0)).hasMessageContaining("at least one");
    assertThatThrownBy(() -> Lanczos.largest(1).withTolerance(0)).hasMessageContaining("tolerance");
    assertThatThrownBy(() -> Lanczos.largest(1).withProducts(0)).hasMessageContaining("products");
    assertThatThrownBy(() -> Lanczos.largest(8).withBasis(9)).hasMessageContaining("basis");
    DenseOperator operator = DenseOperator.withEigenvalues(1, 2);
    assertThatThrownBy(() -> Lanczos.largest(1).solve(operator, operator.space().zero(), stream()))
        .hasMessageContaining("other than zero");
  }
}
