package org.sweetspot.control.prediction;

import java.util.List;
import java.util.Map;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.Evaluation;

/**
 * What the baseline's runs tell about a change before and after it is tried. Curves are read on the
 * validation split, outcomes on the test split; every run is the list of its evaluations, the last
 * one at its end.
 */
public final class Evidence {
  /** The share of its updates at which a run is read early. */
  public static final double PREFIX = 0.3;

  private final List<List<Evaluation>> baseline;
  private final int validation;
  private final int test;
  private final int classes;

  /**
   * Evidence of one baseline.
   *
   * @param baseline its runs, at least one; of one the spread between seeds is taken as that of the
   *     test examples
   * @param validation number of validation examples
   * @param test number of test examples
   * @param classes that the network tells apart
   */
  public Evidence(List<List<Evaluation>> baseline, int validation, int test, int classes) {
    if (baseline.isEmpty() || baseline.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "evidence: expected at least one run with evaluations, got " + baseline.size());
    }
    this.baseline = List.copyOf(baseline);
    this.validation = validation;
    this.test = test;
    this.classes = classes;
  }

  /**
   * What is known of a change, and what came of it.
   *
   * @param name of the baseline
   * @param aspect of the change
   * @param change in words
   * @param share of the baseline's progress that the changed number of updates can make, 0 to 1 or
   *     more
   * @param runs of the change so far: the first is the pilot, the others are the outcome; NaN while
   *     there are none
   * @param outcomes how many runs the outcome is the mean of, at last
   */
  public LedgerEntry entry(
      String name,
      String aspect,
      String change,
      Quantity quantity,
      double share,
      List<List<Evaluation>> runs,
      int outcomes) {
    List<List<Evaluation>> others = runs.subList(Math.min(1, runs.size()), runs.size());
    return new LedgerEntry(
            name,
            aspect,
            change,
            quantity,
            Map.of(Predictor.CURVE, curve(quantity, share)),
            seed(quantity, Math.max(1, outcomes)),
            most(quantity),
            others.isEmpty()
                ? Double.NaN
                : scaled(quantity, Split.TEST, others) - scaled(quantity, Split.TEST, baseline))
        .with(Predictor.FIRST_RUN, runs.isEmpty() ? Double.NaN : end(quantity, runs.get(0)));
  }

  /** The end of a training minus the mean of the baseline's, on validation data. */
  public double end(Quantity quantity, List<Evaluation> run) {
    return scaled(quantity, Split.VALIDATION, List.of(run))
        - scaled(quantity, Split.VALIDATION, baseline);
  }

  /**
   * A run that was trained for {@link #PREFIX} of its updates minus the baseline's curve at the
   * same share of its own, on validation data; NaN where the run was not evaluated by then.
   *
   * @param run its evaluations; later ones are not looked at
   * @param steps updates of the whole run
   */
  public double prefix(Quantity quantity, List<Evaluation> run, long steps) {
    List<Evaluation> early =
        run.stream()
            .filter(one -> one.step() > 0 && one.step() <= Math.ceil(PREFIX * steps))
            .toList();
    if (early.isEmpty()) {
      return Double.NaN;
    }
    Evaluation last = early.get(early.size() - 1);
    double share = (double) last.step() / steps;
    double sum = 0;
    for (List<Evaluation> one : baseline) {
      sum += at(quantity, one, Math.max(1, share * one.get(one.size() - 1).step()));
    }
    return within(quantity, value(quantity, last) - sum / baseline.size());
  }

  /** The baseline's level on the test split, on the quantity's scale. */
  public double level(Quantity quantity) {
    return scaled(quantity, Split.TEST, baseline);
  }

  /** Number of test examples. */
  public int test() {
    return test;
  }

  /** The curve at a share of its updates, minus its end; between evaluations in log updates. */
  private double curve(Quantity quantity, double share) {
    if (!(share < 1)) {
      return 0;
    }
    double sum = 0;
    for (List<Evaluation> run : baseline) {
      double end = run.get(run.size() - 1).step();
      double wanted = Math.max(1, share * end);
      sum += at(quantity, run, wanted) - at(quantity, run, end);
    }
    return within(quantity, sum / baseline.size());
  }

  /** No difference is taken for larger than that of guessing. */
  double within(Quantity quantity, double difference) {
    double most = Math.max(0, most(quantity));
    return Math.max(-most, Math.min(most, difference));
  }

  private double at(Quantity quantity, List<Evaluation> run, double step) {
    int after = 0;
    while (after < run.size() - 1 && run.get(after).step() < step) {
      after++;
    }
    // Before the first evaluation its slope goes on.
    int right = Math.max(after, Math.min(1, run.size() - 1));
    int left = Math.max(0, right - 1);
    double y0 = value(quantity, run.get(left));
    double y1 = value(quantity, run.get(right));
    double x0 = Math.log(Math.max(1.0, (double) run.get(left).step()));
    double x1 = Math.log(Math.max(1.0, (double) run.get(right).step()));
    return x1 > x0 ? y0 + (y1 - y0) * (Math.log(step) - x0) / (x1 - x0) : y1;
  }

  private double value(Quantity quantity, Evaluation evaluation) {
    return quantity.scaled(raw(quantity, Split.VALIDATION, evaluation), validation);
  }

  private static double raw(Quantity quantity, Split split, Evaluation evaluation) {
    Evaluation.Score score = evaluation.score(split);
    return quantity == Quantity.LOSS ? score.loss() : score.accuracy();
  }

  /** The mean over the ends of runs, scaled. */
  private double scaled(Quantity quantity, Split split, List<List<Evaluation>> runs) {
    double mean =
        runs.stream()
            .map(run -> run.get(run.size() - 1))
            .mapToDouble(
                evaluation -> {
                  double value = raw(quantity, split, evaluation);
                  return quantity == Quantity.LOSS && !Double.isFinite(value) ? 1000 : value;
                })
            .average()
            .orElse(Double.NaN);
    return quantity.scaled(mean, split == Split.TEST ? test : validation);
  }

  /** Of the difference of two means, from the spread of the baseline's seeds. */
  private double seed(Quantity quantity, int others) {
    double[] ends =
        baseline.stream().mapToDouble(run -> scaled(quantity, Split.TEST, List.of(run))).toArray();
    double deviation =
        ends.length == 1
            ? sampling(baseline.get(0))
            : Sample.standardError(ends) * Math.sqrt(ends.length);
    return deviation * Math.sqrt(1.0 / ends.length + 1.0 / others);
  }

  /** Binomial: of the logit of the error, and about that of the log of the loss. */
  private double sampling(List<Evaluation> run) {
    double right = run.get(run.size() - 1).score(Split.TEST).accuracy() * test;
    return Math.sqrt(1 / (right + 0.5) + 1 / (test - right + 0.5));
  }

  private double most(Quantity quantity) {
    return quantity == Quantity.LOSS
        ? Double.POSITIVE_INFINITY
        : quantity.scaled(1.0 / classes, test) - scaled(quantity, Split.TEST, baseline);
  }
}
