package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Accumulated gradients that are added up and not averaged. */
public final class AccumulatedSum implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "accumulated-sum",
          "Accumulated gradients are added up, not averaged: the weights of all rows of an update"
              + " sum to {sum}, not 1, with {accumulation} batches in it.",
          "the sum of the weights of all rows of an update of two or more batches; within a tenth"
              + " of the number of batches",
          "divide the loss by the number of batches in an update before backward(), or lower the"
              + " rate by as much",
          "Hugging Face Accelerate, gradient accumulation");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Double> sums = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    for (Entry step : run.looked()) {
      List<Entry> batches = step.entries("micro");
      double count = step.number("accumulation");
      if (batches.size() >= 2 && batches.size() == count) {
        sums.add(
            batches.stream()
                .filter(batch -> batch.number("probe.cosine") > 0.9)
                .mapToDouble(batch -> batch.number("probe.weight") * batch.number("probe.rows"))
                .sum());
        counts.add(count);
      }
    }
    double sum = Series.median(sums.stream().mapToDouble(Double::doubleValue).toArray());
    double count = Series.median(counts.stream().mapToDouble(Double::doubleValue).toArray());
    return sums.size() >= 4 && Math.abs(sum - count) < 0.1 * count
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("sum", sum).with("accumulation", count))
        : Optional.empty();
  }
}
