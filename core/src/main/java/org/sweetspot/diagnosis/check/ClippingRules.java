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
              + " limit in more than half; or norms that the optimizer gets that are"
              + " the same within a thousandth in more than half; or more than half of the sampled"
              + " gradients at the limit of single values; a fault where the weights hardly move for"
              + " it",
          "raise the limit to two or three times the usual norm, or lower the rate and clip"
              + " nothing",
          "Zhang et al., Why gradient clipping accelerates training, arXiv 1905.11881");

  private static final CheckCard ONE_NORM =
      new CheckCard(
          CARD.id(),
          "The gradient has one and the same norm of {limit} in {share} of the updates: something"
              + " clips or normalizes it, so that the rate is in truth another.",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

  private static final CheckCard VALUES =
      new CheckCard(
          CARD.id(),
          "Clipping acts on {share} of the single gradients: they are at the limit of {limit}, so"
              + " that hardly more than their signs is left.",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

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
            Finding.of(CARD, severity(run))
                .with("share", share)
                .with("ratio", Series.median(ratios))
                .with("limit", clipped.get(0).number("clip.limit")))
        : values(run).or(() -> oneNorm(run));
  }

  private static Severity severity(RecordedRun run) {
    return HardlyMoves.holds(run) ? Severity.FAULT : Severity.WARNING;
  }

  private static Optional<Finding> values(RecordedRun run) {
    double[] shares = Series.finite(run.series("clip.valueShare"));
    double share = Series.median(shares);
    return shares.length >= 8 && share > 0.5
        ? Optional.of(
            Finding.of(VALUES, severity(run))
                .with("share", share)
                .with("limit", Series.median(run.series("clip.value"))))
        : Optional.empty();
  }

  /** What a limit that is set by hand leaves. */
  private static Optional<Finding> oneNorm(RecordedRun run) {
    double[] norms =
        Series.finite(
            run.part(0.25, 1).stream().mapToDouble(step -> step.number("gradient.norm")).toArray());
    double limit = Series.median(norms);
    double share =
        Arrays.stream(norms).filter(norm -> Math.abs(norm - limit) < 1e-3 * limit).count()
            / (double) norms.length;
    return norms.length >= 10 && share > 0.5 && limit > 0
        ? Optional.of(Finding.of(ONE_NORM, severity(run)).with("share", share).with("limit", limit))
        : Optional.empty();
  }
}
