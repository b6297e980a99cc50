package org.sweetspot.diagnosis.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Clipping that acts on most steps. */
public final class ClippingRules implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "clipping-most",
          "Clipping acts on {share} of the updates: the gradient is {ratio} times the limit of"
              + " {limit}, so that the rate is in truth that much lower.",
          "norms before clipping against the limit, in the second half of the training; above the"
              + " limit in more than half; a fault where the weights hardly move for it",
          "raise the limit to two or three times the usual norm, or lower the rate and clip"
              + " nothing",
          "Zhang et al., Why gradient clipping accelerates training, arXiv 1905.11881");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> clipped =
        run.part(0.5, 1).stream().filter(step -> step.has("clip.before")).toList();
    double[] ratios =
        clipped.stream()
            .mapToDouble(step -> step.number("clip.before") / step.number("clip.limit"))
            .toArray();
    double share =
        Arrays.stream(ratios).filter(ratio -> ratio > 1).count() / (double) ratios.length;
    return ratios.length >= 20 && share > 0.5
        ? Optional.of(
            Finding.of(CARD, HardlyMoves.holds(run) ? Severity.FAULT : Severity.WARNING)
                .with("share", share)
                .with("ratio", Series.median(ratios))
                .with("limit", clipped.get(0).number("clip.limit")))
        : Optional.empty();
  }
}
