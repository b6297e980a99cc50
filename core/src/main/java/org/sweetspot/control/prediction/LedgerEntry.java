package org.sweetspot.control.prediction;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One change that was tried: what was known before, and what came of it. All differences are
 * changed minus baseline on the scale of {@link Quantity}, so that above zero is worse.
 *
 * @param baseline names the baseline, so that entries of one baseline are held out together
 * @param aspect what the change is about, as {@link org.sweetspot.control.change.Aspect#id};
 *     several joined by +; of a plan for such a change with {@link #PLAN} before it
 * @param change in words, for the reader
 * @param quantity what was predicted
 * @param readings what each predictor read before the outcome; one that read nothing, or nothing
 *     yet, is left out
 * @param seed standard error of the outcome from the spread between seeds
 * @param most the largest difference that there can be: that of guessing; infinite for the loss
 * @param outcome the mean of the other changed runs minus that of the baseline's, on test data; NaN
 *     before they are trained
 */
public record LedgerEntry(
    String baseline,
    String aspect,
    String change,
    Quantity quantity,
    Map<Predictor, Double> readings,
    double seed,
    double most,
    double outcome) {
  /** What the aspect of a plan begins with. */
  public static final String PLAN = "plan for ";

  /** Copies the map and checks the numbers. */
  public LedgerEntry {
    Map<Predictor, Double> copy = new EnumMap<>(Predictor.class);
    copy.putAll(readings);
    readings = Collections.unmodifiableMap(copy);
    if (!(seed >= 0) || copy.values().stream().anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "ledger entry: expected finite readings and a spread of at least 0, got "
              + copy
              + " and "
              + seed);
    }
  }

  /** Whether it is a plan, that is a change with its corrections, and not a change alone. */
  public boolean isPlan() {
    return aspect.startsWith(PLAN);
  }

  /** Whether a predictor has what it predicts from. */
  public boolean has(Predictor predictor) {
    return !predictor.reads() || readings.containsKey(predictor);
  }

  /** The number that a prediction is a line of; 0 where there is none. */
  public double reading(Predictor predictor) {
    return readings.getOrDefault(predictor, 0.0);
  }

  /** The same with one more reading; one that is not finite is none. */
  public LedgerEntry with(Predictor predictor, double reading) {
    Map<Predictor, Double> more = new EnumMap<>(Predictor.class);
    more.putAll(readings);
    if (Double.isFinite(reading)) {
      more.put(predictor, reading);
    }
    return new LedgerEntry(baseline, aspect, change, quantity, more, seed, most, outcome);
  }

  /** The same without a reading. */
  public LedgerEntry without(Predictor predictor) {
    Map<Predictor, Double> less = new EnumMap<>(Predictor.class);
    less.putAll(readings);
    less.remove(predictor);
    return new LedgerEntry(baseline, aspect, change, quantity, less, seed, most, outcome);
  }

  /** Whether what came of it is known, so that it teaches something. */
  public boolean isComplete() {
    return Double.isFinite(outcome);
  }
}
