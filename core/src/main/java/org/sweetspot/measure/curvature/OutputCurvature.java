package org.sweetspot.measure.curvature;

import org.sweetspot.problem.OutputTable;
import org.sweetspot.random.RandomStream;

/**
 * Square roots L of each example's Hessian with respect to its outputs, L L' = H_out: for softmax
 * cross-entropy the columns sqrt(w p_c) (e_c - p), w the row's weight; for losses that treat each
 * output alone sqrt(h_c) e_c, h_c the second derivative in output c.
 *
 * <p>With J the Jacobian of an example's outputs, J' L has one gradient of a weighted sum of
 * outputs for each class, and their squared norms add up to the trace of J' H_out J.
 *
 * @param table one row for each example
 */
record OutputCurvature(OutputTable table) {
  /** Column c of every example's L: examples x classes, row by row. */
  double[] column(int c) {
    int classes = table.outputs();
    double[] coefficients = new double[table.rows() * classes];
    for (int row = 0; row < table.rows(); row++) {
      int at = row * classes;
      if (table.form() == OutputTable.Form.SEPARATE) {
        coefficients[at + c] = Math.sqrt(table.second(row, c));
        continue;
      }
      double[] p = softmax(row);
      double root = Math.sqrt(table.weight(row) * p[c]);
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
    int classes = table.outputs();
    double[] coefficients = new double[table.rows() * classes];
    for (int row = 0; row < table.rows(); row++) {
      double[] signs = new double[classes];
      for (int c = 0; c < classes; c++) {
        signs[c] = stream.nextLong() < 0 ? -1 : 1;
      }
      double[] values =
          table.form() == OutputTable.Form.SEPARATE ? diagonal(row, signs) : times(row, signs);
      System.arraycopy(values, 0, coefficients, row * classes, classes);
    }
    return coefficients;
  }

  private double[] diagonal(int row, double[] signs) {
    for (int c = 0; c < signs.length; c++) {
      signs[c] *= Math.sqrt(table.second(row, c));
    }
    return signs;
  }

  /** sqrt(w) sum_c s_c sqrt(p_c) (e_c - p). */
  private double[] times(int row, double[] signs) {
    double[] p = softmax(row);
    int top = top(row);
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
    double weight = table.weight(row);
    if (weight != 1) {
      double root = Math.sqrt(weight);
      for (int k = 0; k < values.length; k++) {
        values[k] *= root;
      }
    }
    return values;
  }

  private int top(int row) {
    int best = 0;
    for (int c = 1; c < table.outputs(); c++) {
      best = table.value(row, c) > table.value(row, best) ? c : best;
    }
    return best;
  }

  private double[] softmax(int row) {
    double largest = table.value(row, top(row));
    double[] p = new double[table.outputs()];
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(table.value(row, k) - largest);
      sum += p[k];
    }
    for (int k = 0; k < p.length; k++) {
      p[k] /= sum;
    }
    return p;
  }
}
