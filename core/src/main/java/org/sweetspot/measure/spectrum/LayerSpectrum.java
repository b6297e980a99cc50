package org.sweetspot.measure.spectrum;

import java.util.Arrays;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.MatrixAlgebra;

/**
 * All singular values of one layer's matrix.
 *
 * <p>Entries that are stored with a relative spacing epsilon differ from what was meant by random
 * amounts of about epsilon times their size r (root mean square), a matrix whose norm is about
 * (sqrt(n) + sqrt(m)) epsilon r. Singular values below four times that, or below max(n, m) epsilon
 * times the largest where that is less, count as zero.
 */
public final class LayerSpectrum {
  private static final double ZERO = 4;
  private static final double EQUAL = 16;

  private final String name;
  private final int rows;
  private final int columns;
  private final double[] singular;
  private final double rounding;
  private final double zero;

  private LayerSpectrum(String name, int rows, int columns, double[] singular, double epsilon) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.singular = singular;
    double norm = Math.sqrt(Arrays.stream(singular).map(value -> value * value).sum());
    double sides = 1 / Math.sqrt(Math.max(1, rows)) + 1 / Math.sqrt(Math.max(1, columns));
    this.rounding = sides * epsilon * norm;
    double largest = singular.length == 0 ? 0 : singular[0];
    // Singular values themselves are computed in double precision.
    double computed = longSide() * 0x1p-52 * largest;
    this.zero = Math.max(computed, Math.min(ZERO * rounding, longSide() * epsilon * largest));
  }

  /**
   * Decomposes a matrix; from the matrix itself, not from W'W, which would halve the digits.
   *
   * @param epsilon relative spacing of the numbers that the matrix was stored in
   */
  static LayerSpectrum of(String name, Matrix matrix, double epsilon, MatrixAlgebra algebra) {
    return new LayerSpectrum(
        name, matrix.rows(), matrix.columns(), algebra.singularValues(matrix), epsilon);
  }

  /** The tensor's name. */
  public String name() {
    return name;
  }

  /** The longer side of the matrix. */
  public int longSide() {
    return Math.max(rows, columns);
  }

  /** The shorter side of the matrix: how many singular values there are. */
  public int shortSide() {
    return Math.min(rows, columns);
  }

  /** The singular values, descending; a copy. */
  public double[] singularValues() {
    return singular.clone();
  }

  /** Their squares, descending: the eigenvalues of W'W (or of W W', where that is smaller). */
  public double[] eigenvalues() {
    return Arrays.stream(singular).map(value -> value * value).toArray();
  }

  /** The eigenvalues that are more than rounding, descending. */
  public double[] positiveEigenvalues() {
    return Arrays.stream(singular)
        .filter(value -> value > zero)
        .map(value -> value * value)
        .toArray();
  }

  /** How many singular values are more than rounding. */
  public int rank() {
    return (int) Arrays.stream(singular).filter(value -> value > zero).count();
  }

  /** Whether the values that are not zero differ by no more than rounding. */
  boolean isFlat() {
    int rank = rank();
    return rank == 0
        || singular[0] - singular[rank - 1]
            <= Math.max(EQUAL * rounding, longSide() * 0x1p-52 * singular[0]);
  }
}
