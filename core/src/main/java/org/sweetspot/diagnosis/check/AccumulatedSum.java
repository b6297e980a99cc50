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
                .mapToDouble(AccumulatedSum::weight)
                .sum());
        counts.add(count);
      }
    }
    double columns = Series.median(run.batches("probe.entries")) / rows(run);
    double sum = Series.median(sums.stream().mapToDouble(Double::doubleValue).toArray());
    double count = Series.median(counts.stream().mapToDouble(Double::doubleValue).toArray());
    // A loss that is added up over as many outputs of an example looks the same.
    boolean outputs = columns > 1 && Math.abs(columns - count) < 0.1 * count;
    return sums.size() >= 4 && Math.abs(sum - count) < 0.1 * count && !outputs
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("sum", sum).with("accumulation", count))
        : Optional.empty();
  }

  private static double rows(RecordedRun run) {
    return Series.median(run.batches("probe.rows"));
  }

  /** Of all rows of a batch together; 1 for a mean over rows, or over all single numbers. */
  private static double weight(Entry batch) {
    double entries = batch.number("probe.entries");
    double numbers = Double.isNaN(entries) ? batch.number("probe.rows") : entries;
    // The squared error's derivative has a 2, the cross-entropy's has none.
    double scale = batch.text("probe.kind").equals("values") ? 0.5 : 1;
    return scale * batch.number("probe.weight") * numbers;
  }
}
