package org.sweetspot.measure.calibration;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;

/**
 * The probability that each held-out row gives to each class: softmax of its logits.
 *
 * <p>Cost: nothing beyond the forward pass that {@link OutputScores} shares; memory as for the
 * logits.
 */
final class Probabilities {
  private final Split split;
  private final Conventions mode;
  private final Matrix logits;
  private final Matrix values;
  private final int[] labels;

  private Probabilities(Split split, Conventions mode, Matrix logits, int[] labels) {
    this.split = split;
    this.mode = mode;
    this.logits = logits;
    this.values = softmax(logits);
    this.labels = labels;
  }

  /** Those of the split that calibration speaks about. */
  static Probabilities heldOut(MeasureContext context) {
    context.subject().require(Outputs.class);
    Split split = context.sampling().heldOut();
    return context
        .bench()
        .shared(
            Probabilities.class,
            split,
            () -> {
              OutputScores scores = OutputScores.of(context, split);
              if (scores.classes() < 2) {
                throw new NotApplicableException("needs at least two classes, got one");
              }
              return new Probabilities(
                  split, context.subject().taken(scores.mode()), scores.logits(), scores.labels());
            });
  }

  int rows() {
    return values.rows();
  }

  int classes() {
    return values.columns();
  }

  double get(int row, int column) {
    return values.get(row, column);
  }

  /** The probabilities of one class, row by row. */
  double[] column(int column) {
    double[] numbers = new double[rows()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i, column);
    }
    return numbers;
  }

  /** The bin of every row, for each class by the probability of that class. */
  int[][] bins() {
    int[][] bins = new int[classes()][];
    for (int c = 0; c < bins.length; c++) {
      bins[c] = Bins.EQUAL_WIDTH.assign(column(c), Bins.COUNT);
    }
    return bins;
  }

  Matrix logits() {
    return logits;
  }

  int label(int row) {
    return labels[row];
  }

  /** One for each row of that class, zero for each other. */
  double[] truth(int column) {
    double[] numbers = new double[rows()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = labels[i] == column ? 1 : 0;
    }
    return numbers;
  }

  /** Which rows, in words. */
  Conventions conventions() {
    return mode.and(
        Conventions.DATA, "all " + rows() + " rows of the " + Sampling.name(split) + " split");
  }

  private static Matrix softmax(Matrix logits) {
    int classes = logits.columns();
    double[] p = new double[logits.entries().length];
    for (int i = 0; i < logits.rows(); i++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        largest = Math.max(largest, logits.get(i, c));
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        p[i * classes + c] = Math.exp(logits.get(i, c) - largest);
        sum += p[i * classes + c];
      }
      for (int c = 0; c < classes; c++) {
        p[i * classes + c] /= sum;
      }
    }
    return new Matrix(logits.rows(), classes, p);
  }
}
