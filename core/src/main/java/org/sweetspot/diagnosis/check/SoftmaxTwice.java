package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;

/** A cross-entropy of logits that is given probabilities. */
public final class SoftmaxTwice implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "softmax-twice",
          "Softmax is taken twice: the loss is the cross-entropy of logits, and the outputs are"
              + " probabilities already ({share} of all batches).",
          "outputs that are positive and sum to 1 while the loss equals the cross-entropy of"
              + " outputs taken as logits, or their gradient presses on the other classes as that"
              + " one's does (above 0.5 of it), or a loss that equals the cross-entropy of"
              + " softmax(outputs) and not of outputs; in 6 of 10 batches",
          "give the loss the outputs before softmax, or use the negative logarithm of the"
              + " probabilities",
          "PyTorch, torch.nn.CrossEntropyLoss: the input is expected to contain unnormalized"
              + " logits");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    BatchShare twice = new BatchShare();
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        double loss = batch.number("loss");
        double entropy = batch.number("probe.crossEntropy");
        if (Double.isFinite(entropy)) {
          double others = batch.number("probe.others");
          boolean logits = near(loss, entropy, 0.02) || (others > 0.5 && others < 2);
          boolean given = batch.number("probe.probabilities") > 0.95 && logits;
          boolean inside =
              near(loss, batch.number("probe.twiceEntropy"), 0.01) && !near(loss, entropy, 0.1);
          twice.add(given || inside);
        }
      }
    }
    return twice.fault(CARD, 0.6);
  }

  private static boolean near(double loss, double other, double share) {
    return Math.abs(loss - other) <= share * Math.abs(loss);
  }
}
