package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Probabilities that are higher than the accuracy. */
public final class OverConfidence implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "over-confidence",
          "The model is over-confident: {confidence} confidence, {accuracy} accuracy; the loss on"
              + " other data is {loss} and was {lowest}.",
          "mean confidence less accuracy of the last evaluation; above 0.05 and 3 standard errors",
          "stop at the lowest loss, smooth labels, decay weights more, or set a temperature on"
              + " held-out data",
          "Guo et al., On calibration of modern neural networks, arXiv 1706.04599");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> known =
        run.evaluations().stream()
            .filter(one -> one.has("confidence") && !one.text("name").startsWith("train"))
            .toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Entry last = known.get(known.size() - 1);
    double excess = last.number("confidence") - last.number("accuracy");
    double lowest =
        Series.smallest(known.stream().mapToDouble(one -> one.number("loss")).toArray());
    return excess > Math.max(0.05, 3 * last.number("spread"))
        ? Optional.of(
            Finding.of(CARD, Severity.WARNING)
                .with("confidence", last.number("confidence"))
                .with("accuracy", last.number("accuracy"))
                .with("loss", last.number("loss"))
                .with("lowest", lowest))
        : Optional.empty();
  }
}
