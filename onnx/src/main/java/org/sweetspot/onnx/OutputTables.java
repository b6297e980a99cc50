package org.sweetspot.onnx;

import java.util.Arrays;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;

/** A model's outputs beside their targets. */
record OutputTables(OnnxProblem problem, Answers answers) implements Outputs, OutputForm {
  @Override
  public Predictions predictions(Batch batch, Mode mode) {
    double[] logits = answers.logits(problem.outputs(batch));
    int classes = answers.classes();
    int[] indices = batch.indices();
    int[] labels = new int[logits.length / classes];
    int kept = 0;
    for (int row = 0; row < labels.length; row++) {
      int label = answers.label(batch, indices, row);
      if (label != ClassLabels.IGNORED) {
        System.arraycopy(logits, row * classes, logits, kept * classes, classes);
        labels[kept++] = label;
      }
    }
    return new Predictions(
        classes, Arrays.copyOf(logits, kept * classes), Arrays.copyOf(labels, kept));
  }

  @Override
  public boolean countsAllAlike() {
    return !answers.hasIgnored();
  }

  @Override
  public OutputLoss outputLoss() {
    return answers.isClassifier() ? OutputLoss.CROSS_ENTROPY : OutputLoss.SQUARED;
  }

  @Override
  public Task task() {
    return answers.isClassifier() ? Task.CLASSES : Task.NUMBERS;
  }

  @Override
  public OutputTable outputTable(Batch batch, Mode mode) {
    Table found = problem.outputs(batch);
    if (answers.isClassifier()) {
      double[] logits = answers.logits(found);
      double[] counts = new double[logits.length / answers.classes()];
      Arrays.fill(counts, 1.0 / answers.rows());
      return new OutputTable(
          OutputTable.Form.SOFTMAX, answers.classes(), logits, counts, new double[0]);
    }
    double[] values = found.entries();
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    double[] targets = new double[values.length];
    int[] indices = batch.indices();
    int outputs = answers.classes();
    Arrays.setAll(targets, i -> answers.target(batch, indices, i / outputs, i % outputs));
    return new OutputTable(OutputTable.Form.SEPARATE, outputs, values, ones, targets);
  }

  @Override
  public Linearity linearity(Mode mode) {
    return Linearity.UNKNOWN;
  }
}
