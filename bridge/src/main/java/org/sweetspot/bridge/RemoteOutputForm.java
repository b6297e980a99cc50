package org.sweetspot.bridge;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;

/**
 * Softmax cross-entropy of one row of logits for each example, which the other side has compared
 * with its loss.
 */
record RemoteOutputForm(Outputs outputs, Linearity known) implements OutputForm {
  @Override
  public OutputLoss outputLoss() {
    return OutputLoss.CROSS_ENTROPY;
  }

  @Override
  public OutputTable outputTable(Batch batch, Mode mode) {
    Predictions predictions = outputs.predictions(batch, mode);
    int classes = predictions.classes();
    double[] logits = new double[predictions.rows() * classes];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = predictions.logit(i / classes, i % classes);
    }
    return OutputTable.softmax(classes, logits);
  }

  @Override
  public Linearity linearity(Mode mode) {
    return known;
  }
}
