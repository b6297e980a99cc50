package org.sweetspot.vector.spectrum;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/** An explicit matrix as an operator that counts its products. */
public final class DenseOperator implements SymmetricOperator {
  private final RealMatrix matrix;
  private final ArraySpace space;
  private final boolean single;
  private int products;

  private DenseOperator(RealMatrix matrix, boolean single) {
    this.matrix = matrix;
    this.space = ArraySpace.of("w", matrix.getRowDimension());
    this.single = single;
  }

  public static DenseOperator of(double[][] matrix) {
    return new DenseOperator(new Array2DRowRealMatrix(matrix), false);
  }

  /** A random matrix with these eigenvalues. */
  public static DenseOperator withEigenvalues(double... values) {
    int n = values.length;
    RandomStream stream = new Seed(n).stream("rotation");
    double[][] entries = new double[n][n];
    for (double[] row : entries) {
      for (int j = 0; j < n; j++) {
        row[j] = stream.nextGaussian();
      }
    }
    RealMatrix q = new QRDecomposition(new Array2DRowRealMatrix(entries, false)).getQ();
    RealMatrix scaled = q.copy();
    for (int j = 0; j < n; j++) {
      scaled.setColumnVector(j, q.getColumnVector(j).mapMultiply(values[j]));
    }
    RealMatrix a = scaled.multiplyTransposed(q);
    return new DenseOperator(a.add(a.transpose()).scalarMultiply(0.5), false);
  }

  /** The same matrix, its products rounded to single precision. */
  public DenseOperator roundedToSingle() {
    return new DenseOperator(matrix, true);
  }

  public RealMatrix matrix() {
    return matrix;
  }

  public int products() {
    return products;
  }

  @Override
  public ArraySpace space() {
    return space;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    products++;
    double[] image = matrix.operate(argument.toArray());
    if (single) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) image[i];
      }
    }
    result.set(image);
  }
}
