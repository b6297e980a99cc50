package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A training that is stopped while it still improves. */
public final class StoppedEarly implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "stopped-early",
          "The training stops early: over its last quarter the loss on other data still fell by"
              + " {fall}, at {rate} of the peak rate.",
          "the fall of the evaluated loss over the last quarter of at least 4 evaluations, the last"
              + " one lowest; above 0.05, at a rate above a tenth of the peak",
          "train longer before comparing, or let the rate fall to zero by the end",
          "Choi et al., On empirical comparisons of optimizers for deep learning, arXiv"
              + " 1910.05446");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] losses =
        run.evaluations().stream()
            .filter(one -> !one.text("name").startsWith("train"))
            .mapToDouble(one -> one.number("loss"))
            .filter(Double::isFinite)
            .toArray();
    if (losses.length < 4 || run.size() == 0) {
      return Optional.empty();
    }
    double last = losses[losses.length - 1];
    double before = losses[losses.length - 1 - Math.max(1, losses.length / 4)];
    double[] rates = run.rates();
    double rate = rates[rates.length - 1] / run.peakRate();
    double fall = 1 - last / before;
    return last <= Series.smallest(losses) && fall > 0.05 && rate > 0.1
        ? Optional.of(Finding.of(CARD, Severity.WARNING).with("fall", fall).with("rate", rate))
        : Optional.empty();
  }
}
