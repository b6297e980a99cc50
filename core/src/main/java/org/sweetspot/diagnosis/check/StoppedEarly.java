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
          "the fall of the evaluated loss over the last quarter of at least 3 evaluations, the last"
              + " one lowest; above 0.05, at a rate above a tenth of the peak; without evaluations"
              + " the fall of the reported loss, medians over tenths, above 0.1",
          "train longer before comparing, or let the rate fall to zero by the end",
          "Choi et al., On empirical comparisons of optimizers for deep learning, arXiv"
              + " 1910.05446");

  private static final CheckCard REPORTED =
      new CheckCard(
          CARD.id(),
          "The training stops early: over its last quarter the loss that is reported still fell by"
              + " {fall}, at {rate} of the peak rate, and no loss on other data is recorded.",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

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
    if (losses.length < 3 || run.size() == 0) {
      return losses.length == 0 && run.size() > 0 ? reported(run) : Optional.empty();
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

  private static Optional<Finding> reported(RecordedRun run) {
    double[] loss = run.series("loss");
    int n = loss.length;
    int tenth = n / 10;
    double before = Series.median(Series.part(loss, n - n / 4 - tenth, n - n / 4));
    double[] end = Series.part(loss, n - tenth, n);
    double fall = 1 - Series.median(end) / before;
    double rate = run.rates()[Math.max(0, n - 1)] / run.peakRate();
    // Medians of so few losses differ by chance, too.
    double error = 3 * Series.meanError(end) / before;
    return run.ended() && tenth >= 5 && before > 0 && fall > 0.1 + error && rate > 0.1
        ? Optional.of(Finding.of(REPORTED, Severity.WARNING).with("fall", fall).with("rate", rate))
        : Optional.empty();
  }
}
