package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Spikes of the loss that steps beyond the stability threshold make. */
public final class SpikeByCurvature implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "spike-curvature",
          "The loss spikes at update {at} ({height} times its level) by its own steps: they"
              + " overshoot, the level stays high for {length} updates.",
          "spikes of the loss that last several updates, with batches of the usual size",
          "lower the rate, lengthen the warm-up, or clip the gradient",
          "Cohen et al., Gradient descent on neural networks typically occurs at the edge of"
              + " stability, arXiv 2103.00065");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    return Spike.finding(CARD, run, Spike.Cause.CURVATURE);
  }
}
