package org.sweetspot.measure.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sweetspot.measure.profile.Difference.Verdict;
import org.sweetspot.statistics.Holm;
import org.sweetspot.statistics.MeanDifference;
import org.sweetspot.statistics.Sample;

/**
 * Which measures differ between two groups of runs, against the spread from seed to seed.
 *
 * <p>Student's t on paired differences, or Welch's t on independent groups; p-values adjusted by
 * Holm for all numbers compared. A measure's own error is part of the spread and not counted again.
 * One run on a side has no spread, so that nothing can be told.
 *
 * @param differences one for each number of each measure that either side has
 * @param confidence of the intervals; a difference is called one if its adjusted p-value is below 1
 *     - confidence
 * @param summary in plain words
 */
public record Comparison(List<Difference> differences, double confidence, String summary) {
  /** Copies the list. */
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares two groups.
   *
   * @param first one profile a run
   * @param second one profile a run
   * @param paired whether the k-th runs of both sides share a seed; then both have as many
   * @param confidence for instance 0.95
   */
  public static Comparison of(
      List<Profile> first, List<Profile> second, boolean paired, double confidence) {
    if (first.isEmpty() || second.isEmpty()) {
      throw new IllegalArgumentException(
          "comparison: expected at least one run on each side, got "
              + first.size()
              + " and "
              + second.size());
    }
    if (paired && first.size() != second.size()) {
      throw new IllegalArgumentException(
          "paired comparison: expected as many runs on both sides, got "
              + first.size()
              + " and "
              + second.size()
              + "; compare unpaired, or leave runs out");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence: expected above 0, below 1, got " + confidence);
    }
    List<Map<Quantity, Double>> a = first.stream().map(Quantity::of).toList();
    List<Map<Quantity, Double>> b = second.stream().map(Quantity::of).toList();
    SortedSet<Quantity> names = new TreeSet<>();
    a.forEach(run -> names.addAll(run.keySet()));
    b.forEach(run -> names.addAll(run.keySet()));
    List<Difference> found = new ArrayList<>();
    for (Quantity name : names) {
      found.add(compare(name, values(a, name), values(b, name), paired, confidence));
    }
    List<Difference> judged = adjusted(found, confidence);
    return new Comparison(judged, confidence, summary(judged, first.size(), second.size()));
  }

  private static Difference compare(
      Quantity name, double[] a, double[] b, boolean paired, double confidence) {
    double first = Sample.mean(a);
    double second = Sample.mean(b);
    String reason = "";
    if (!Double.isFinite(first) || !Double.isFinite(second)) {
      reason = "cannot tell: not every run has this number";
    } else if (a.length == 1 && b.length == 1) {
      reason = "cannot tell: one run each; give seeds";
    } else if (a.length == 1 || b.length == 1) {
      reason = "cannot tell: one run on a side; give seeds";
    }
    if (!reason.isEmpty()) {
      return new Difference(
          name.id(),
          name.part(),
          first,
          second,
          second - first,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NaN,
          Double.NaN,
          Verdict.CANNOT_TELL,
          reason);
    }
    MeanDifference test =
        paired
            ? MeanDifference.paired(Sample.differences(b, a), confidence)
            : MeanDifference.welch(b, a, confidence);
    double spread = Math.sqrt((Sample.variance(a) + Sample.variance(b)) / 2);
    return new Difference(
        name.id(),
        name.part(),
        first,
        second,
        test.value(),
        test.low(),
        test.high(),
        test.value() == 0 ? 0 : test.value() / spread,
        test.pValue(),
        Verdict.WITHIN_SPREAD,
        "");
  }

  /** Replaces p-values by adjusted ones and says what follows. */
  private static List<Difference> adjusted(List<Difference> found, double confidence) {
    double[] raw =
        found.stream()
            .filter(d -> d.verdict() != Verdict.CANNOT_TELL)
            .mapToDouble(Difference::pValue)
            .toArray();
    double[] adjusted = Holm.adjust(raw);
    List<Difference> judged = new ArrayList<>();
    int next = 0;
    for (Difference d : found) {
      if (d.verdict() == Verdict.CANNOT_TELL) {
        judged.add(d);
        continue;
      }
      double p = adjusted[next++];
      boolean differs = p < 1 - confidence;
      judged.add(
          new Difference(
              d.id(),
              d.part(),
              d.first(),
              d.second(),
              d.difference(),
              d.low(),
              d.high(),
              d.effect(),
              p,
              differs ? Verdict.DIFFERS : Verdict.WITHIN_SPREAD,
              String.format(
                  Locale.ROOT,
                  differs
                      ? "differs: p = %.2g after %d questions"
                      : "within the seed-to-seed spread: p = %.2g after %d questions",
                  p,
                  raw.length)));
    }
    return judged;
  }

  private static String summary(List<Difference> judged, int first, int second) {
    if (first == 1 || second == 1) {
      return first == 1 && second == 1
          ? "cannot tell: one run each; give seeds"
          : "cannot tell: one run on a side; give seeds";
    }
    List<String> differing =
        judged.stream().filter(d -> d.verdict() == Verdict.DIFFERS).map(Difference::name).toList();
    return differing.isEmpty()
        ? "no difference beyond the seed-to-seed spread"
        : "beyond the seed-to-seed spread: " + String.join(", ", differing);
  }

  private static double[] values(List<Map<Quantity, Double>> runs, Quantity name) {
    return runs.stream().mapToDouble(run -> run.getOrDefault(name, Double.NaN)).toArray();
  }
}
