package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A loss of logits that is given what a sigmoid made. */
public final class SigmoidTwice implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "sigmoid-twice",
          "The loss takes the outputs as logits, but a sigmoid was taken already, in {share} of all"
              + " batches.",
          "outputs between 0 and 1 that come within 0.1 of both while the gradient is that of a"
              + " cross-entropy of logits (cosine above 0.99); or a loss that equals the"
              + " cross-entropy of sigmoid(outputs) as logits and not that of outputs; in 8 of 10"
              + " batches, for classes or labels that are 0 or 1; probabilities that sum to 1 are"
              + " softmax-twice",
          "take the sigmoid out of the model, or use the loss of probabilities (torch.nn.BCELoss)",
          "PyTorch, torch.nn.BCEWithLogitsLoss");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    BatchShare twice = new BatchShare();
    double least = Double.NaN;
    double most = Double.NaN;
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        if (batch.has("probe.within")) {
          boolean logits = !batch.text("probe.kind").equals("values");
          boolean sums = batch.number("probe.probabilities") > 0.95;
          double loss = batch.number("loss");
          boolean inside =
              equals(
                  loss, batch.number("probe.sigmoidEntropy"), batch.number("probe.crossEntropy"));
          boolean within = batch.number("probe.within") > 0.95;
          twice.add(inside || (within && logits && !sums && batch.number("probe.cosine") > 0.99));
          least = Series.smallest(least, inside ? 0 : batch.number("probe.least"));
          most = Series.largest(most, inside ? 1 : batch.number("probe.most"));
        }
      }
    }
    return least < 0.1 && most > 0.9 ? twice.fault(CARD, 0.8) : Optional.empty();
  }

  /**
   * Whether a loss is one number and not another: to single precision, or, where only some rows
   * were looked at, clearly nearer.
   */
  static boolean equals(double loss, double one, double other) {
    double near = Math.abs(loss - one) / Math.abs(loss);
    double far = Math.abs(loss - other) / Math.abs(loss);
    return (near < 1e-4 && far > 2e-3) || (near < 0.01 && far > 0.05);
  }
}
