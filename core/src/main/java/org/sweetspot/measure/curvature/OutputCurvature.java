package org.sweetspot.measure.curvature;

import org.sweetspot.problem.OutputForm.OutputLoss;
import org.sweetspot.problem.Predictions;
import org.sweetspot.random.RandomStream;

/**
 * Square roots L of each example's Hessian with respect to its outputs, L L' = H_out: for softmax
 * cross-entropy the columns sqrt(p_c) (e_c - p), for the squared loss the unit vectors e_c.
 *
 * <p>With J the Jacobian of an example's outputs, J' L has one gradient of a weighted sum of
 * outputs for each class, and their squared norms add up to the trace of J' H_out J.
 *
 * @param predictions one row for each example
 * @param loss on the outputs
 */
record OutputCurvature(Predictions predictions, OutputLoss loss) {
  /** Column c of every example's L: examples x classes, row by row. */
  double[] column(int c) {
    int classes = predictions.classes();
    double[] coefficients = new double[predictions.rows() * classes];
    for (int row = 0; row < predictions.rows(); row++) {
      int at = row * classes;
      if (loss == OutputLoss.SQUARED) {
        coefficients[at + c] = 1;
        continue;
      }
      double[] p = softmax(row);
      double root = Math.sqrt(p[c]);
      double others = 0;
      for (int k = 0; k < classes; k++) {
        if (k != c) {
          coefficients[at + k] = -root * p[k];
          others += p[k];
        }
      }
      // 1 - p_c, as the sum of the others: exact where p_c is nearly one.
      coefficients[at + c] = root * others;
    }
    return coefficients;
  }

  /** L times random signs, drawn anew for each example and class: examples x classes. */
  double[] signed(RandomStream stream) {
    int classes = predictions.classes();
    double[] coefficients = new double[predictions.rows() * classes];
    for (int row = 0; row < predictions.rows(); row++) {
      double[] signs = new double[classes];
      for (int c = 0; c < classes; c++) {
        signs[c] = stream.nextLong() < 0 ? -1 : 1;
      }
      double[] values = loss == OutputLoss.SQUARED ? signs : times(row, signs);
      System.arraycopy(values, 0, coefficients, row * classes, classes);
    }
    return coefficients;
  }

  /** sum_c s_c sqrt(p_c) (e_c - p). */
  private double[] times(int row, double[] signs) {
    double[] p = softmax(row);
    int top = predictions.predicted(row);
    double rest = 0;
    double others = 0;
    for (int c = 0; c < p.length; c++) {
      if (c != top) {
        rest += signs[c] * Math.sqrt(p[c]);
        others += p[c];
      }
    }
    double sum = rest + signs[top] * Math.sqrt(p[top]);
    double[] values = new double[p.length];
    for (int k = 0; k < p.length; k++) {
      values[k] = signs[k] * Math.sqrt(p[k]) - p[k] * sum;
    }
    // For the likely class the two terms nearly cancel: take 1 - p as the sum of the others.
    values[top] = signs[top] * Math.sqrt(p[top]) * others - p[top] * rest;
    return values;
  }

  private double[] softmax(int row) {
    double largest = predictions.logit(row, predictions.predicted(row));
    double[] p = new double[predictions.classes()];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(predictions.logit(row, k) - largest);
      sum += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }
}
