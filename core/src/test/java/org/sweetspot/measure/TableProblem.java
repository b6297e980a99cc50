package org.sweetspot.measure;

import java.util.Map;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/** A classifier whose outputs are written down: one row of probabilities for each example. */
public final class TableProblem implements Problem, Outputs {
  private final Map<Split, double[][]> probabilities;
  private final Map<Split, int[]> labels;
  private final ArrayVector weights = ArraySpace.of("w", 1).zero();

  /** One table and one list of labels for each split that has examples. */
  public TableProblem(Map<Split, double[][]> probabilities, Map<Split, int[]> labels) {
    this.probabilities = probabilities;
    this.labels = labels;
  }

  @Override
  public Predictions predictions(Batch batch, Mode mode) {
    double[][] table = table(batch.split());
    int[] truth = truth(batch.split());
    int classes = table[0].length;
    double[] logits = new double[batch.size() * classes];
    int[] chosen = new int[batch.size()];
    int[] indices = batch.indices();
    for (int i = 0; i < indices.length; i++) {
      chosen[i] = truth[indices[i]];
      for (int c = 0; c < classes; c++) {
        // Any constant may be added to logits.
        logits[i * classes + c] = 7 + Math.log(table[indices[i]][c]);
      }
    }
    return new Predictions(classes, logits, chosen);
  }

  private double[][] table(Split split) {
    return probabilities.getOrDefault(split, new double[0][]);
  }

  private int[] truth(Split split) {
    return labels.getOrDefault(split, new int[0]);
  }

  @Override
  public ParameterVector parameters() {
    return weights;
  }

  @Override
  public ParameterVector buffers() {
    return ArraySpace.of("none", 0).zero();
  }

  @Override
  public int size(Split split) {
    return labels.getOrDefault(split, new int[0]).length;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    double sum = 0;
    for (int i : batch.indices()) {
      sum -= Math.log(table(batch.split())[i][truth(batch.split())[i]]);
    }
    return sum / batch.size();
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    into.scale(0);
    return loss(batch, mode);
  }

  @Override
  public void close() {
    weights.close();
  }
}
