package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Spikes of the loss at single batches that are unlike the others. */
public final class SpikeByData implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "spike-data",
          "The loss spikes at update {at} ({height} times its level) by its batch: the level is"
              + " back at once, {count} times in all, inputs or targets {ratio} times the usual size"
              + " where they were looked at.",
          "spikes of the loss of one or two updates, or of up to 8 that are there at once and gone"
              + " at once, or with inputs or targets 3 times as spread as usual, where batches differ;"
              + " a fault from 3 on that exceed all losses near them by as much",
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
