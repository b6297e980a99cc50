package org.sweetspot.measure.spectrum;

import java.util.Arrays;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.MatrixAlgebra;

/** All singular values of one layer's matrix. */
public final class LayerSpectrum {
  private final String name;
  private final int rows;
  private final int columns;
  private final double[] singular;

  private LayerSpectrum(String name, int rows, int columns, double[] singular) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.singular = singular;
  }

  /** Decomposes a matrix; from the matrix itself, not from W'W, which would halve the digits. */
  static LayerSpectrum of(String name, Matrix matrix, MatrixAlgebra algebra) {
    return new LayerSpectrum(name, matrix.rows(), matrix.columns(), algebra.singularValues(matrix));
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

  /**
   * The eigenvalues that are more than rounding, descending: singular values above the longer side
   * times 2^-52 times the largest.
   */
  public double[] positiveEigenvalues() {
    double threshold = singular.length == 0 ? 0 : singular[0] * longSide() * Math.ulp(1.0);
    return Arrays.stream(singular)
        .filter(value -> value > threshold)
        .map(value -> value * value)
        .toArray();
  }
}
