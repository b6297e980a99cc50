package org.sweetspot.problem;

/**
 * What a classifier says about a batch.
 *
 * <p>Rows are examples (for language models: tokens), columns are classes. The arrays are not
 * copied; treat them as read-only.
 */
public final class Predictions {
  private final int classes;
  private final double[] logits;
  private final int[] labels;

  /**
   * Wraps the arrays.
   *
   * @param logits rows x classes, row by row, before the softmax
   * @param labels the true class of each row
   */
  public Predictions(int classes, double[] logits, int[] labels) {
    if (classes < 1 || logits.length != (long) classes * labels.length) {
      throw new IllegalArgumentException(
          "predictions: expected "
              + labels.length
              + " rows of "
              + classes
              + " logits, got "
              + logits.length
              + " numbers");
    }
    this.classes = classes;
    this.logits = logits;
    this.labels = labels;
  }

  /** Number of classes, at least one. */
  public int classes() {
    return classes;
  }

  /** Number of rows. */
  public int rows() {
    return labels.length;
  }

  /** One output before the softmax. */
  public double logit(int row, int column) {
    return logits[row * classes + column];
  }

  /** The true class of a row. */
  public int label(int row) {
    return labels[row];
  }

  /** The class with the largest logit; the first of equals. */
  public int predicted(int row) {
    int best = 0;
    for (int column = 1; column < classes; column++) {
      if (logit(row, column) > logit(row, best)) {
        best = column;
      }
    }
    return best;
  }
}
