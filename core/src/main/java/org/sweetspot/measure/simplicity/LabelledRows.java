package org.sweetspot.measure.simplicity;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;

/** Inputs and labels of a batch, read chunk by chunk, less their means. */
final class LabelledRows {
  private final MeasureContext context;
  private final Batch batch;
  private final int[] labels;
  private final double[] mean;
  private final double[] shares;

  private LabelledRows(
      MeasureContext context, Batch batch, int[] labels, double[] mean, double[] shares) {
    this.context = context;
    this.batch = batch;
    this.labels = labels;
    this.mean = mean;
    this.shares = shares;
  }

  /** Reads labels and means. */
  static LabelledRows of(MeasureContext context, Batch batch, int features) {
    int n = batch.size();
    int[] labels = new int[n];
    double[] mean = new double[features];
    double[] shares = new double[0];
    int at = 0;
    for (Batch chunk : context.sampling().chunks(batch)) {
      // Only the outputs tell the labels.
      Predictions known =
          context.subject().require(Outputs.class).predictions(chunk, Mode.EVALUATE);
      Matrix inputs = context.subject().require(Inputs.class).inputs(chunk);
      if (known.rows() != chunk.size() || inputs.columns() != features) {
        throw new NotApplicableException("needs one label and one row of inputs for each example");
      }
      if (shares.length == 0) {
        shares = new double[known.classes()];
      }
      for (int i = 0; i < chunk.size(); i++) {
        labels[at] = known.label(i);
        shares[labels[at++]] += 1.0 / n;
        for (int a = 0; a < features; a++) {
          mean[a] += inputs.get(i, a) / n;
        }
      }
    }
    return new LabelledRows(context, batch, labels, mean, shares);
  }

  int size() {
    return labels.length;
  }

  int features() {
    return mean.length;
  }

  int classes() {
    return shares.length;
  }

  /** Mean of the inputs. */
  double[] mean() {
    return mean;
  }

  /** Share of the examples in each class. */
  double[] shares() {
    return shares;
  }

  /** The one-hot label less its mean. */
  double target(int i, int c) {
    return (labels[i] == c ? 1 : 0) - shares[c];
  }

  /** Hands over each example's inputs less their mean; the array is used again. */
  void visit(Visitor visitor) {
    double[] row = new double[mean.length];
    int at = 0;
    for (Batch chunk : context.sampling().chunks(batch)) {
      Matrix inputs = context.subject().require(Inputs.class).inputs(chunk);
      for (int i = 0; i < chunk.size(); i++) {
        for (int a = 0; a < row.length; a++) {
          row[a] = inputs.get(i, a) - mean[a];
        }
        visitor.visit(at++, row);
      }
    }
  }

  /** Receives rows. */
  interface Visitor {
    void visit(int index, double[] row);
  }
}
