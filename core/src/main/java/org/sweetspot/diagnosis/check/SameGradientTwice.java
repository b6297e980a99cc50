package org.sweetspot.diagnosis.check;

import java.util.Arrays;
import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Updates that take the gradient of the update before once more. */
public final class SameGradientTwice implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "gradient-used-twice",
          "The optimizer steps more than once on the same gradients: {repeats} updates had no"
              + " backward pass of their own, beside {updates} that were looked at.",
          "updates without a backward pass since the one before, whose gradients have the same"
              + " norms; more than 3 in 10 of those looked at",
          "call optimizer.step() once after each backward(): look for a second call in a callback,"
              + " or a trainer that steps by itself",
          "PyTorch, torch.optim.Optimizer.step");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double repeats = Arrays.stream(Series.finite(run.series("repeats"))).sum();
    int updates = run.looked().size();
    return updates >= 8 && repeats > 0.3 * updates
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("repeats", repeats).with("updates", updates))
        : Optional.empty();
  }
}
