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
              + " outputs taken as logits, in 8 of 10 batches",
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
    int batches = 0;
    int twice = 0;
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        double entropy = batch.number("probe.crossEntropy");
        if (Double.isFinite(entropy)) {
          batches++;
          boolean equal = Math.abs(batch.number("loss") - entropy) <= 0.02 * entropy;
          twice += equal && batch.number("probe.probabilities") > 0.95 ? 1 : 0;
        }
      }
    }
    return batches >= 4 && twice >= 0.8 * batches
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("share", (double) twice / batches))
        : Optional.empty();
  }
}
