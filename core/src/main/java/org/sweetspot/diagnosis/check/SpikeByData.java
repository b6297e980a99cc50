package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Spikes of the loss at single batches that are unlike the others. */
public final class SpikeByData implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "spike-data",
          "The loss spikes at update {at} ({height} times its level) by its batch: the level is"
              + " back at once, {count} times in all, inputs {ratio} times the usual size.",
          "spikes of the loss that are over after the batch itself, while updates before were of"
              + " the usual size",
          "look at the batches at these updates: outliers, wrong labels, inputs that are not"
              + " normalized; clip the gradient",
          "Chowdhery et al., PaLM, section 5.1, arXiv 2204.02311");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    return Spike.finding(CARD, run, Spike.Cause.DATA);
  }
}
