package org.sweetspot.measure.quality;

import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputForm.Task;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.UndefinedException;

/**
 * Outputs of a whole split beside the numbers that they should be; shared by all measures of one
 * context. Cost: one forward pass.
 */
final class TargetRows {
  private final double[][] outputs;
  private final double[][] targets;

  private TargetRows(int rows) {
    outputs = new double[rows][];
    targets = new double[rows][];
  }

  /**
   * Those of a split.
   *
   * @throws NotApplicableException where the targets are no such numbers
   */
  static TargetRows of(MeasureContext context, Split split, Task task) {
    require(context, task);
    int size = context.sampling().requireExamples(split);
    return context
        .bench()
        .shared(TargetRows.class, split, () -> read(context, Batch.range(split, 0, size)));
  }

  /** Refuses problems whose targets are something else. */
  static void require(MeasureContext context, Task task) {
    Task known = context.subject().require(OutputForm.class).task();
    if (known != task) {
      String wanted =
          task == Task.NUMBERS ? "real numbers to answer" : "several labels for each example";
      throw new NotApplicableException(
          "needs "
              + wanted
              + "; here the targets are "
              + switch (known) {
                case CLASSES -> "classes (see accuracy)";
                case SHARES -> "probabilities (see loss)";
                case LABELS -> "labels (see label-accuracy)";
                case NUMBERS -> "numbers (see r2)";
              });
    }
  }

  private static TargetRows read(MeasureContext context, Batch batch) {
    OutputForm form = context.subject().require(OutputForm.class);
    TargetRows rows = new TargetRows(batch.size());
    Mode mode = context.subject().mode();
    int at = 0;
    for (Batch chunk : context.sampling().passes(batch, mode)) {
      OutputTable table = form.outputTable(chunk, mode);
      for (int i = 0; i < table.rows(); i++, at++) {
        rows.outputs[at] = new double[table.outputs()];
        rows.targets[at] = new double[table.outputs()];
        for (int k = 0; k < table.outputs(); k++) {
          if (!Double.isFinite(table.value(i, k))) {
            throw new UndefinedException(
                "outputs: expected finite numbers, got " + table.value(i, k));
          }
          rows.outputs[at][k] = table.value(i, k);
          rows.targets[at][k] = table.target(i, k);
        }
      }
    }
    return rows;
  }

  int rows() {
    return outputs.length;
  }

  int width() {
    return outputs[0].length;
  }

  double output(int row, int column) {
    return outputs[row][column];
  }

  double target(int row, int column) {
    return targets[row][column];
  }

  double residual(int row, int column) {
    return outputs[row][column] - targets[row][column];
  }
}
