package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Updates too small for the precision of the weights. */
public final class LostUpdates implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "updates-lost",
          "Updates are lost in rounding: {share} of the weights that have a gradient stay the same"
              + " in an update.",
          "sampled weights with a gradient that stay bit for bit the same, in the first half and at"
              + " more than a tenth of the peak rate; median above 0.5; a warning from 0.3 on for"
              + " 16-bit weights",
          "keep the weights in single precision (autocast for the rest), or round stochastically",
          "Zamirai et al., Revisiting BFloat16 training, arXiv 2010.06192");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double peak = run.peakRate();
    double[] shares =
        run.part(0, 0.5).stream()
            .filter(step -> Series.largest(step.numbers("rate")) > 0.1 * peak)
            .mapToDouble(step -> step.number("update.unchanged"))
            .toArray();
    double share = Series.median(shares);
    boolean half =
        run.facts().entries("parameters").stream()
            .anyMatch(one -> one.text("type").endsWith("float16"));
    return Series.finite(shares).length >= 6 && share > (half ? 0.3 : 0.5)
        ? Optional.of(
            Finding.of(CARD, share > 0.5 ? Severity.FAULT : Severity.WARNING).with("share", share))
        : Optional.empty();
  }
}
