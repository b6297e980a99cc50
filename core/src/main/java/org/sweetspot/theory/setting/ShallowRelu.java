package org.sweetspot.theory.setting;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.sweetspot.random.RandomStream;

/**
 * A network of one hidden layer of ReLU, f(x) = sum_i v_i max(0, w_i . x + b_i) + c, on squared
 * loss, with what its minima are measured by. Weights lie as w, b, v, c.
 *
 * @param inputs d
 * @param units m
 * @param x n rows of inputs
 * @param y n targets
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ShallowRelu(int inputs, int units, double[][] x, double[] y) {
  /** Number of weights. */
  int size() {
    return units * (inputs + 2) + 1;
  }

  /** Weights that depend on a stream; bends lie about the inputs. */
  double[] start(RandomStream stream) {
    double[] start = new double[size()];
    for (int i = 0; i < units * inputs; i++) {
      start[i] = stream.nextGaussian() / Math.sqrt(inputs);
    }
    for (int i = 0; i < units; i++) {
      start[units * inputs + i] = stream.nextGaussian() / 2;
      start[units * (inputs + 1) + i] = stream.nextGaussian() / Math.sqrt(units);
    }
    return start;
  }

  private double before(double[] w, int unit, double[] input) {
    double sum = w[units * inputs + unit];
    for (int j = 0; j < inputs; j++) {
      sum += w[unit * inputs + j] * input[j];
    }
    return sum;
  }

  /** f(x). */
  double value(double[] w, double[] input) {
    double sum = w[size() - 1];
    for (int i = 0; i < units; i++) {
      sum += w[units * (inputs + 1) + i] * Math.max(0, before(w, i, input));
    }
    return sum;
  }

  /** Adds factor times the gradient of f(x) in the weights. */
  private void addGradient(double[] w, double[] input, double factor, double[] into) {
    for (int i = 0; i < units; i++) {
      double z = before(w, i, input);
      if (z > 0) {
        double v = w[units * (inputs + 1) + i];
        for (int j = 0; j < inputs; j++) {
          into[i * inputs + j] += factor * v * input[j];
        }
        into[units * inputs + i] += factor * v;
        into[units * (inputs + 1) + i] += factor * z;
      }
    }
    into[size() - 1] += factor;
  }

  /** (1/2k) sum of (f(x) - y)^2 over these examples. */
  double loss(double[] w, int[] examples, double[] into) {
    double loss = 0;
    for (int i : examples) {
      double residual = value(w, x[i]) - y[i];
      loss += residual * residual / (2 * examples.length);
      addGradient(w, x[i], residual / examples.length, into);
    }
    return loss;
  }

  /** The largest eigenvalue of (1/n) sum of grad f grad f': the Hessian's where f interpolates. */
  double sharpness(double[] w) {
    double[][] rows = new double[x.length][size()];
    for (int i = 0; i < x.length; i++) {
      addGradient(w, x[i], 1, rows[i]);
    }
    Array2DRowRealMatrix jacobian = new Array2DRowRealMatrix(rows, false);
    return new EigenDecompositionSymmetric(
            jacobian.multiply(jacobian.transpose()).scalarMultiply(1.0 / x.length))
        .getEigenvalues()[0];
  }

  /**
   * The largest eigenvalue of the loss's Hessian, (1/n) sum of grad f grad f' + r H, with the
   * residuals r = f - y and H the second derivatives of f: of an active unit, x between w and v and
   * 1 between b and v. Where a unit's input is 0 it has no second derivative; that has measure
   * zero.
   */
  double curvature(double[] w) {
    int n = x.length;
    double[][] rows = new double[n][size()];
    for (int i = 0; i < n; i++) {
      addGradient(w, x[i], 1 / Math.sqrt(n), rows[i]);
    }
    Array2DRowRealMatrix jacobian = new Array2DRowRealMatrix(rows, false);
    double[][] hessian = jacobian.transposeMultiply(jacobian).getData();
    for (int i = 0; i < n; i++) {
      double residual = (value(w, x[i]) - y[i]) / n;
      for (int k = 0; k < units; k++) {
        if (before(w, k, x[i]) > 0) {
          int outer = units * (inputs + 1) + k;
          for (int j = 0; j < inputs; j++) {
            hessian[k * inputs + j][outer] += residual * x[i][j];
            hessian[outer][k * inputs + j] += residual * x[i][j];
          }
          hessian[units * inputs + k][outer] += residual;
          hessian[outer][units * inputs + k] += residual;
        }
      }
    }
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(hessian, false))
        .getEigenvalues()[0];
  }

  /**
   * sum_i |v_i| |w_i| g(w_i / |w_i|, -b_i / |w_i|), with g(u, t) the smaller of both sides' P^2
   * E[u.x - t] sqrt(1 + |E x|^2), means over the inputs beyond t along u. In one dimension it is
   * the integral of |f''| g. It bounds the sharpness: the mean gradient of f has the squared length
   * 1 + sum of E[max(0, w.x + b)]^2 + v^2 (|E[x; on]|^2 + P(on)^2), and a^2 + b^2 >= 2 a b.
   */
  double weightedVariation(double[] w) {
    double sum = 0;
    for (int i = 0; i < units; i++) {
      double[] direction = Arrays.copyOfRange(w, i * inputs, (i + 1) * inputs);
      double norm = Math.sqrt(Arrays.stream(direction).map(a -> a * a).sum());
      if (norm > 0) {
        double threshold = -w[units * inputs + i] / norm;
        Arrays.setAll(direction, j -> direction[j] / norm);
        double on = side(direction, threshold);
        Arrays.setAll(direction, j -> -direction[j]);
        double off = side(direction, -threshold);
        sum += Math.abs(w[units * (inputs + 1) + i]) * norm * Math.min(on, off);
      }
    }
    return sum;
  }

  private double side(double[] direction, double threshold) {
    double share = 0;
    double beyond = 0;
    double[] mean = new double[inputs];
    for (double[] input : x) {
      double along = -threshold;
      for (int j = 0; j < inputs; j++) {
        along += direction[j] * input[j];
      }
      if (along > 0) {
        share += 1.0 / x.length;
        beyond += along / x.length;
        for (int j = 0; j < inputs; j++) {
          mean[j] += input[j] / x.length;
        }
      }
    }
    double square = Arrays.stream(mean).map(a -> a * a).sum();
    // P^2 (beyond / P) sqrt(1 + |mean / P|^2)
    return beyond * Math.sqrt(share * share + square);
  }
}
