package org.sweetspot.problem;

/**
 * A network's outputs as its loss sees them, row by row, with what the loss does there.
 *
 * <p>The loss of a batch is the mean over its examples of sum_r w_r l(z_r), r the rows of an
 * example (one, or one for each token), w_r the weight that row counts with: 0 for ignored ones.
 * The arrays are not copied; treat them as read-only.
 */
public final class OutputTable {
  private final Form form;
  private final int outputs;
  private final double[] values;
  private final double[] curvature;
  private final double[] targets;

  /** How the loss of a row bends in its outputs z. */
  public enum Form {
    /** Softmax cross-entropy: w (diag(p) - p p') with p the softmax of z; a number w a row. */
    SOFTMAX,
    /** Output by output: diagonal, with an entry for each output of a row. */
    SEPARATE
  }

  /**
   * Wraps the arrays.
   *
   * @param outputs in a row, at least one
   * @param values rows x outputs
   * @param curvature the weights w_r, or the diagonals w_r d2l/dz2, rows x outputs
   * @param targets rows x outputs where the targets are numbers; empty where they are classes
   */
  public OutputTable(
      Form form, int outputs, double[] values, double[] curvature, double[] targets) {
    int each = form == Form.SOFTMAX ? outputs : 1;
    if (outputs < 1
        || values.length % outputs != 0
        || curvature.length * (long) each != values.length
        || (targets.length > 0 && targets.length != values.length)) {
      throw new IllegalArgumentException(
          "outputs: expected rows of "
              + outputs
              + " values with their curvature and targets, got "
              + values.length
              + ", "
              + curvature.length
              + " and "
              + targets.length
              + " numbers");
    }
    this.form = form;
    this.outputs = outputs;
    this.values = values;
    this.curvature = curvature;
    this.targets = targets;
  }

  /** Rows of softmax cross-entropy that all count one. */
  public static OutputTable softmax(int classes, double[] logits) {
    double[] ones = new double[logits.length / classes];
    java.util.Arrays.fill(ones, 1);
    return new OutputTable(Form.SOFTMAX, classes, logits, ones, new double[0]);
  }

  /** How the loss bends. */
  public Form form() {
    return form;
  }

  /** Outputs in a row. */
  public int outputs() {
    return outputs;
  }

  /** Number of rows. */
  public int rows() {
    return values.length / outputs;
  }

  /** One output. */
  public double value(int row, int column) {
    return values[row * outputs + column];
  }

  /** The weight of a row of softmax cross-entropy. */
  public double weight(int row) {
    return curvature[row];
  }

  /** Second derivative of a row's weighted loss in one output, where outputs are separate. */
  public double second(int row, int column) {
    return curvature[row * outputs + column];
  }

  /** Whether targets are numbers, one for each output. */
  public boolean hasTargets() {
    return targets.length > 0;
  }

  /** The number that an output should be. */
  public double target(int row, int column) {
    return targets[row * outputs + column];
  }
}
