package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Updates that a gradient scaler leaves out. */
public final class ScalerSkips implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "scaler-skips",
          "The gradient scaler leaves out {skips} of {steps} updates.",
          "falls of the scale after the first 20 updates; at least 5 and above 0.05",
          "use bfloat16, or find what overflows: the loss, a layer without normalization, a rate"
              + " too high",
          "Micikevicius et al., Mixed precision training, arXiv 1710.03740");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    long skips = run.skips().stream().filter(one -> one.number("step") > 20).count();
    double steps = run.size() + (double) run.skips().size();
    return skips >= 5 && (double) skips > 0.05 * steps
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("skips", (double) skips).with("steps", steps))
        : Optional.empty();
  }
}
