package org.sweetspot.torch;

import org.bytedeco.pytorch.Tensor;

/**
 * The targets of a batch, row by row, in the current scope.
 *
 * @param target class ids (int64, one a row), or numbers, rows x outputs
 * @param weights what each row counts in the mean over rows, in place of 1: 0 for ignored ones, and
 *     such that the mean over all rows of a split is that over the rows that count; undefined where
 *     all count 1
 */
record Wanted(Tensor target, Tensor weights) {
  /** Whether the rows count differently. */
  boolean isWeighted() {
    return weights.defined();
  }

  /** Numbers of each row, weighted. */
  Tensor weigh(Tensor rows) {
    return isWeighted() ? rows.mul(weights) : rows;
  }

  /** Whether targets are class ids. */
  boolean hasLabels() {
    return target.dim() == 1;
  }
}
