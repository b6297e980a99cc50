package org.sweetspot.control;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sweetspot.statistics.PairedPower;
import org.sweetspot.statistics.Sample;

/**
 * How small an improvement on the plan the gate can see, from the spread of the differences between
 * the plan and what was tried beside it.
 *
 * <p>The variance of an effect between seeds has two parts: the networks differ (it would stay on
 * any data), and a finite split shows only some of their answers (it shrinks in proportion to the
 * split). Two disjoint splits share the first alone, so the covariance of the effects on validation
 * and test data over the seeds estimates it without bias; it is cut to lie between 0 and the whole.
 *
 * @param seeds pairs of runs
 * @param validation examples in the validation split
 * @param candidates judged together; the strictest of Holm's levels is 1 / candidates of the whole
 * @param alpha level of the whole
 * @param deviation standard deviation of a difference to the plan between seeds, in points: the
 *     median over what was tried and did not diverge
 * @param lasting the part of it that no larger split would take away, in points
 */
public record GatePower(
    int seeds, int validation, int candidates, double alpha, double deviation, double lasting) {
  private static final double ALIKE = 4;

  /** The chance with which an effect counts as seen. */
  public static final double CHANCE = 0.8;

  /**
   * From what was tried; empty where no effect has a spread.
   *
   * @param plan the runs of the plan
   * @param tried the runs of what was tried beside it
   * @param candidates the most that were judged together
   */
  static Optional<GatePower> of(
      double confidence,
      int validation,
      List<ArmRun> plan,
      List<List<ArmRun>> tried,
      int candidates) {
    List<List<ArmRun>> sound =
        tried.stream()
            .filter(runs -> runs.stream().noneMatch(ArmRun::diverged))
            .filter(runs -> variance(plan, runs) > 0)
            .sorted(Comparator.comparingDouble(runs -> variance(plan, runs)))
            .toList();
    if (sound.isEmpty()) {
      return Optional.empty();
    }
    double variance = variance(plan, sound.get(sound.size() / 2));
    double shared =
        sound.stream()
            .filter(runs -> variance(plan, runs) <= ALIKE * variance)
            .mapToDouble(runs -> covariance(plan, runs))
            .average()
            .orElseThrow();
    return Optional.of(
        new GatePower(
            plan.size(),
            validation,
            candidates,
            1 - confidence,
            Math.sqrt(variance),
            Math.sqrt(Math.max(0, Math.min(variance, shared)))));
  }

  private static double variance(List<ArmRun> without, List<ArmRun> with) {
    return Sample.variance(Gate.differences(without, with));
  }

  /** The smallest effect, in points, that is kept in {@link #CHANCE} of all experiments. */
  public double smallest() {
    return power(seeds).smallest(deviation, CHANCE);
  }

  /** The smallest effect with another number of validation examples. */
  public double smallest(double examples) {
    double sampling = deviation * deviation - lasting * lasting;
    return power(seeds)
        .smallest(Math.sqrt(lasting * lasting + sampling * validation / examples), CHANCE);
  }

  /** How many seeds see an effect of so many points, with the same validation split. */
  public int seedsFor(double points) {
    return power(seeds).pairsFor(points, deviation, CHANCE);
  }

  private PairedPower power(int n) {
    return new PairedPower(n, alpha / candidates);
  }

  /** Of the effects on validation and on test data, in squared points. */
  private static double covariance(List<ArmRun> without, List<ArmRun> with) {
    double[] seen = Gate.differences(without, with);
    double[] unseen =
        IntStream.range(0, seen.length)
            .mapToDouble(i -> 100 * (with.get(i).testAccuracy() - without.get(i).testAccuracy()))
            .toArray();
    double a = Sample.mean(seen);
    double b = Sample.mean(unseen);
    return IntStream.range(0, seen.length).mapToDouble(i -> (seen[i] - a) * (unseen[i] - b)).sum()
        / (seen.length - 1);
  }
}
