package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A masked loss that is divided by all places, those of padding among them. */
public final class PaddingDilutes implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "padding-dilutes",
          "The loss is divided by all places, padding among them: the weights of the others sum to"
              + " {sum}, not 1, so that the step depends on how much padding a batch has.",
          "the sum of the weights of the rows that count against their share of all rows; equal"
              + " within a hundredth, and below 0.95, in 8 of 10 batches with padding",
          "divide by the number of tokens that count: (loss * mask).sum() / mask.sum()",
          "Hugging Face, Fixing gradient accumulation, 2024");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Double> sums = new ArrayList<>();
    int batches = 0;
    for (Entry step : run.looked()) {
      Entry batch = step.entries("micro").isEmpty() ? step : step.entries("micro").get(0);
      double share = batch.number("probe.rows") / batch.number("probe.places");
      if (share < 0.95 && batch.number("probe.cosine") > 0.9) {
        batches++;
        double sum = batch.number("probe.weight") * batch.number("probe.rows");
        // The loss may be divided by the number of batches in the update.
        for (double whole : new double[] {sum, sum * step.number("accumulation")}) {
          if (Math.abs(whole - share) < 0.01 * share) {
            sums.add(whole);
            break;
          }
        }
      }
    }
    double sum = Series.median(sums.stream().mapToDouble(Double::doubleValue).toArray());
    return batches >= 4 && sums.size() >= 0.8 * batches
        ? Optional.of(Finding.of(CARD, Severity.WARNING).with("sum", sum))
        : Optional.empty();
  }
}
