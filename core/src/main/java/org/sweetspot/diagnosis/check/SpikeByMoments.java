package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Spikes of the loss after second moments that lag behind. */
public final class SpikeByMoments implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "spike-stale-moments",
          "The loss spikes at update {at} ({height} times its level) after updates that are too"
              + " large: the gradient was {ratio} times what the second moment expects.",
          "spikes of the loss before which the root of mean squared gradient over the second moment"
              + " exceeds 3, and twice what is usual, while the loss was still as before",
          "lower beta2 (0.95 to 0.99), clip the update, or warm up again after a change of data",
          "Wortsman et al., Stable and low-precision training for large-scale vision-language"
              + " models, arXiv 2304.13013");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    return Spike.finding(CARD, run, Spike.Cause.MOMENTS);
  }
}
