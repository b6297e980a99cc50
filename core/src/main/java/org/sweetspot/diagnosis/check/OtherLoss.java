package org.sweetspot.diagnosis.check;

import java.util.Arrays;
import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** A gradient that is not of the loss that is reported. */
public final class OtherLoss implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "other-loss",
          "The gradient does not come from the loss that is reported: its weight in what is"
              + " minimized is 0 in {share} of the updates.",
          "the derivative of what backward() is called on with respect to the reported loss; zero"
              + " in 8 of 10 updates",
          "call backward() on the loss that is reported, and give the recorder that one",
          "PyTorch, torch.autograd.backward");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] weights = run.batches("weight");
    long none = Arrays.stream(weights).filter(weight -> weight == 0).count();
    return weights.length >= 4 && none >= 0.8 * weights.length
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("share", (double) none / weights.length))
        : Optional.empty();
  }
}
