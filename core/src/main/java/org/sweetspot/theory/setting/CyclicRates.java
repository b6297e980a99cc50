package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Hill;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * Rates that change, with the same mean, make heavier tails. One input, one example a step, as in
 * {@link MultiplicativeNoise}: with m(r, alpha) = E|1 - r a^2|^alpha the tail index solves m(0.4) =
 * 1 at the constant rate 0.4, m(0.2) m(0.6) = 1 where the rates alternate, and m(0.2) + m(0.6) = 2
 * where each is drawn by a coin. Source: Hu, Gurbuzbalaban, Zhu and Simsekli 2023, TMLR.
 */
public final class CyclicRates implements FormulaClaim {
  private static final double SMALL = 0.2;
  private static final double LARGE = 0.6;
  private static final int GROUPS = 16;
  private static final int CHAINS = 100;
  private static final int STEPS = 2200;
  private static final int WARM = 200;
  private static final double SHARE = 0.001;

  /** Hill's estimate of a light tail needs more of it than there is. */
  private static final double TOLERANCE = 0.15;

  @Override
  public Card card() {
    return new Card(
        "cyclic-rates",
        "rates that change make heavier tails than their mean does",
        "tail index at the rate 0.4: 3.81; at 0.2 and 0.6 in turn: 2.90; by a coin: 2.74",
        "that heavier tails generalize better is not part of it",
        "Hu, Gurbuzbalaban, Zhu and Simsekli 2023, TMLR, arXiv 2302.05516");
  }

  /** The root above 0 of a convex function of the exponent that is 0 at 0. */
  private static double root(DoubleUnaryOperator logarithm) {
    double low = 0.1;
    double high = 12;
    while (high - low > 1e-6) {
      double middle = (low + high) / 2;
      if (logarithm.applyAsDouble(middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  static double constant() {
    return root(alpha -> Math.log(MultiplicativeNoise.moment((SMALL + LARGE) / 2, alpha)));
  }

  static double cyclic() {
    return root(
        alpha ->
            Math.log(MultiplicativeNoise.moment(SMALL, alpha))
                + Math.log(MultiplicativeNoise.moment(LARGE, alpha)));
  }

  static double random() {
    return root(
        alpha ->
            Math.log(
                (MultiplicativeNoise.moment(SMALL, alpha)
                        + MultiplicativeNoise.moment(LARGE, alpha))
                    / 2));
  }

  @Override
  public Finding run(Seed seed) {
    double[] predicted = {constant(), cyclic(), random()};
    String[] names = {"constant", "in turn", "by a coin"};
    List<Check> checks = new ArrayList<>();
    List<Double> places = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    double[][] estimates = new double[3][GROUPS];
    for (int kind = 0; kind < 3; kind++) {
      for (int g = 0; g < GROUPS; g++) {
        estimates[kind][g] = estimate(kind, seed.stream(names[kind] + "/" + g));
      }
      double mean = Sample.mean(estimates[kind]);
      checks.add(
          new Check(
              "tail index, " + names[kind],
              Check.Relation.EQUAL,
              predicted[kind],
              mean,
              2.13 * Sample.standardError(estimates[kind]),
              TOLERANCE * predicted[kind]));
      places.add(kind + 1.0);
      expected.add(predicted[kind]);
      found.add(mean);
    }
    checks.add(
        Check.mean(
            "index in turn less that of the constant rate",
            Check.Relation.AT_MOST,
            0,
            Sample.differences(estimates[1], estimates[0])));
    checks.add(
        Check.mean(
            "index by a coin less that in turn",
            Check.Relation.AT_MOST,
            0,
            Sample.differences(estimates[2], estimates[1])));
    return new Finding(
        checks,
        List.of(
            new Curve(
                "tail index", "1 constant, 2 in turn, 3 by a coin", places, expected, found)));
  }

  private static double estimate(int kind, RandomStream stream) {
    IntToDoubleFunction rate =
        switch (kind) {
          case 0 -> step -> (SMALL + LARGE) / 2;
          case 1 -> step -> step % 2 == 0 ? SMALL : LARGE;
          default -> step -> stream.nextDouble() < 0.5 ? SMALL : LARGE;
        };
    double[] samples = new double[CHAINS * (STEPS - WARM)];
    int count = 0;
    for (int chain = 0; chain < CHAINS; chain++) {
      double x = 0;
      for (int step = 0; step < STEPS; step++) {
        double r = rate.applyAsDouble(step);
        double a = stream.nextGaussian();
        x = (1 - r * a * a) * x + r * a * stream.nextGaussian();
        if (step >= WARM) {
          samples[count++] = x;
        }
      }
    }
    return Hill.of(samples, (int) (SHARE * samples.length)).alpha();
  }
}
