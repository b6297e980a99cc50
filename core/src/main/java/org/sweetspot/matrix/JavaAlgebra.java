package org.sweetspot.matrix;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Plain Java: the reference, and good for decompositions of a few hundred rows. */
public final class JavaAlgebra implements MatrixAlgebra {
  @Override
  public double[] singularValues(Matrix matrix) {
    Finite.require(matrix);
    if (matrix.rows() == 0 || matrix.columns() == 0) {
      return new double[0];
    }
    return new SingularValueDecomposition(wrap(matrix)).getSingularValues();
  }

  @Override
  public double[] eigenvalues(Matrix symmetric) {
    return decomposition(symmetric).values();
  }

  @Override
  public SymmetricEigen decomposition(Matrix symmetric) {
    int n = Finite.requireSquare(symmetric).rows();
    if (n == 0) {
      return new SymmetricEigen(new double[0], new Matrix(0, 0, new double[0]));
    }
    RealMatrix full = wrap(symmetric);
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        full.setEntry(i, j, full.getEntry(j, i));
      }
    }
    EigenDecompositionSymmetric solved;
    try {
      solved = new EigenDecompositionSymmetric(full);
    } catch (MathIllegalStateException gaveUp) {
      return Jacobi.solve(full.getData());
    }
    double[] vectors = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(solved.getV().getRow(i), 0, vectors, i * n, n);
    }
    return new SymmetricEigen(solved.getEigenvalues(), new Matrix(n, n, vectors));
  }

  @Override
  public void rowProducts(DoubleBuffer left, DoubleBuffer right, int width, DoubleBuffer into) {
    RowProducts.of(left, right, width, into);
  }

  private static RealMatrix wrap(Matrix matrix) {
    double[][] rows = new double[matrix.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          Arrays.copyOfRange(matrix.entries(), i * matrix.columns(), (i + 1) * matrix.columns());
    }
    return new Array2DRowRealMatrix(rows, false);
  }
}
