package org.sweetspot.control.prediction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Changes whose outcomes are known, each predicted again from what was known before it and from the
 * entries of all other baselines: how often intervals held, and their mean score, beside the naive
 * predictors with the same intervals.
 */
public final class Review {
  private final List<LedgerEntry> entries;
  private final List<LedgerEntry> ledger;
  private final Map<String, Calibration> calibrations = new LinkedHashMap<>();

  /**
   * A review.
   *
   * @param entries to predict, of any quantity
   * @param ledger to calibrate on; may hold the entries themselves
   */
  public Review(List<LedgerEntry> entries, List<LedgerEntry> ledger) {
    this.entries = List.copyOf(entries);
    this.ledger = List.copyOf(ledger);
  }

  /** What was reviewed. */
  public List<LedgerEntry> entries() {
    return entries;
  }

  /** The band of an entry from the other baselines. */
  public Band band(Predictor predictor, LedgerEntry entry) {
    return calibrations
        .computeIfAbsent(
            predictor + " " + entry.quantity() + " " + entry.isPlan() + " " + entry.baseline(),
            key ->
                new Calibration(
                    predictor,
                    entry.quantity(),
                    ledger.stream()
                        .filter(other -> !other.baseline().equals(entry.baseline()))
                        .filter(other -> other.isPlan() == entry.isPlan())
                        .toList()))
        .predict(entry);
  }

  /** Share of intervals that held; NaN without entries. */
  public double coverage(Predictor predictor) {
    return mean(entry -> band(predictor, entry).holds(entry.outcome()) ? 1 : 0);
  }

  /** Mean interval score over both quantities, on their scales. */
  public double score(Predictor predictor) {
    return mean(entry -> band(predictor, entry).score(entry.outcome(), Calibration.LEVEL));
  }

  private double mean(ToDoubleFunction<LedgerEntry> number) {
    List<Double> numbers = new ArrayList<>();
    entries.forEach(entry -> numbers.add(number.applyAsDouble(entry)));
    return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
