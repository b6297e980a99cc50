package org.sweetspot.measure.stability;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.SingularValueDecomposition;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.random.RandomStream;

/** f(x) = sum_i v_i max(0, w_i.x + b_i) + c in plain arrays, and its exact Hessian. */
final class ShallowNetwork {
  final double[][] weights;
  final double[] offsets;
  final double[] out;
  double constant;

  ShallowNetwork(double[][] weights, double[] offsets, double[] out, double constant) {
    this.weights = weights;
    this.offsets = offsets;
    this.out = out;
    this.constant = constant;
  }

  static ShallowNetwork random(RandomStream stream, int units, int inputs, double scale) {
    double[][] weights = points(stream, units, inputs, scale);
    double[] offsets = new double[units];
    double[] out = new double[units];
    Arrays.setAll(offsets, i -> scale * stream.nextGaussian());
    Arrays.setAll(out, i -> scale * stream.nextGaussian());
    return new ShallowNetwork(weights, offsets, out, stream.nextGaussian());
  }

  static double[][] points(RandomStream stream, int count, int inputs, double scale) {
    double[][] points = new double[count][inputs];
    for (double[] point : points) {
      Arrays.setAll(point, j -> scale * stream.nextGaussian());
    }
    return points;
  }

  double before(int unit, double[] x) {
    double sum = offsets[unit];
    for (int j = 0; j < x.length; j++) {
      sum += weights[unit][j] * x[j];
    }
    return sum;
  }

  double output(double[] x) {
    double f = constant;
    for (int i = 0; i < out.length; i++) {
      f += out[i] * Math.max(0, before(i, x));
    }
    return f;
  }

  /** Sets v and c to the smallest that fit the targets. */
  void fit(double[][] inputs, double[] targets) {
    double[][] features = new double[inputs.length][out.length + 1];
    for (int n = 0; n < inputs.length; n++) {
      for (int i = 0; i < out.length; i++) {
        features[n][i] = Math.max(0, before(i, inputs[n]));
      }
      features[n][out.length] = 1;
    }
    double[] solved =
        new SingularValueDecomposition(new Array2DRowRealMatrix(features))
            .getSolver()
            .solve(new ArrayRealVector(targets))
            .toArray();
    System.arraycopy(solved, 0, out, 0, out.length);
    constant = solved[out.length];
  }

  int size() {
    return out.length * (weights[0].length + 2) + 1;
  }

  /** For each unit w, b, v; then c. */
  double[] gradient(double[] x) {
    double[] row = new double[size()];
    int at = 0;
    for (int i = 0; i < out.length; i++) {
      double z = before(i, x);
      if (z > 0) {
        for (int j = 0; j < x.length; j++) {
          row[at + j] = out[i] * x[j];
        }
        row[at + x.length] = out[i];
        row[at + x.length + 1] = z;
      }
      at += x.length + 2;
    }
    row[at] = 1;
    return row;
  }

  /** Of the mean of half the squared residual. */
  double[][] hessian(double[][] inputs, double[] targets) {
    double[][] hessian = new double[size()][size()];
    for (int n = 0; n < inputs.length; n++) {
      double[] x = inputs[n];
      double[] row = gradient(x);
      for (int k = 0; k < row.length; k++) {
        for (int l = 0; l < row.length; l++) {
          hessian[k][l] += row[k] * row[l] / inputs.length;
        }
      }
      double residual = (output(x) - targets[n]) / inputs.length;
      int at = 0;
      for (int i = 0; i < out.length; i++) {
        if (before(i, x) > 0) {
          int v = at + x.length + 1;
          for (int j = 0; j <= x.length; j++) {
            double mixed = residual * (j < x.length ? x[j] : 1);
            hessian[at + j][v] += mixed;
            hessian[v][at + j] += mixed;
          }
        }
        at += x.length + 2;
      }
    }
    return hessian;
  }

  double sharpness(double[][] inputs, double[] targets) {
    return new EigenDecompositionSymmetric(
            new Array2DRowRealMatrix(hessian(inputs, targets)), 1e-9, true)
        .getEigenvalues()[0];
  }

  /** As the measure computes it. */
  double integral(double[][] inputs) {
    ActivationHyperplanes planes = planes();
    PlaneSides sides = new PlaneSides(planes, 1e-14);
    for (double[] x : inputs) {
      sides.add(x, planes.heights(x));
    }
    return sides.integral(out);
  }

  ActivationHyperplanes planes() {
    double[] flat = Arrays.stream(weights).flatMapToDouble(Arrays::stream).toArray();
    return new ActivationHyperplanes(new Matrix(weights.length, weights[0].length, flat), offsets);
  }
}
