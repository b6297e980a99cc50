package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;

/** A softmax over the examples of a batch. */
public final class WrongAxis implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "softmax-over-batch",
          "Softmax is taken over the examples of a batch and not over the classes, in {share} of"
              + " all batches.",
          "columns of the outputs, or of their exponentials, that sum to 1 over the batch, or a"
              + " loss that equals the cross-entropy of a softmax over the batch and not that over"
              + " the classes; in 8 of 10 batches",
          "take softmax over the last dimension of (examples, classes): dim=1 or dim=-1",
          "PyTorch, torch.nn.functional.log_softmax");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    BatchShare wrong = new BatchShare();
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        if (batch.has("probe.columns")) {
          double loss = batch.number("loss");
          boolean over =
              SigmoidTwice.equals(
                  loss, batch.number("probe.columnEntropy"), batch.number("probe.crossEntropy"));
          wrong.add(batch.number("probe.columns") > 0.99 || over);
        }
      }
    }
    return wrong.fault(CARD, 0.8);
  }
}
