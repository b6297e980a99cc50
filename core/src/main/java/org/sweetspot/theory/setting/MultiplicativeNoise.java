package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Hill;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * SGD on least squares with one normal input a example: x := (1 - eta a^2) x + eta a e. The
 * stationary law has a power tail whose index alpha solves E|1 - eta a^2|^alpha = 1 (Kesten); it is
 * 2 at eta = 2/3. Here E is a sum over a fine grid, and the tail Hill's over independent groups of
 * chains, with the interval of their scatter. Source: Gurbuzbalaban, Simsekli and Zhu 2021, ICML.
 */
public final class MultiplicativeNoise implements FormulaClaim {
  private static final double[] RATES = {0.5, 2.0 / 3, 0.8};
  private static final int GROUPS = 16;
  private static final int CHAINS = 100;
  private static final int STEPS = 1200;
  private static final int WARM = 200;
  private static final double SHARE = 0.002;

  /** Hill's estimate is of a tail that is no exact power: half of this share may be off. */
  private static final double TOLERANCE = 0.1;

  @Override
  public Card card() {
    return new Card(
        "tail-index",
        "the tail of SGD's iterates is set by rate and batch",
        "E|1 - eta a^2|^alpha = 1; alpha = 2 at eta = 2/3; it falls as the rate grows",
        "on finite data only up to a scale; Student-t laws fit, stable ones do not (Jiao and"
            + " Keller-Ressel 2024)",
        "Gurbuzbalaban, Simsekli and Zhu 2021, ICML, arXiv 2006.04740");
  }

  /** The root of E|1 - eta a^2|^alpha = 1 above 0, a standard normal. */
  static double index(double rate) {
    double low = 1e-3;
    double high = 20;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      // Below 1 between the roots 0 and alpha: the moment is convex in the exponent.
      if (moment(rate, middle) < 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Trapezoids on [-12, 12]: beyond rounding of what the normal density leaves out. */
  static double moment(double rate, double exponent) {
    int cells = 48_000;
    double step = 24.0 / cells;
    double sum = 0;
    for (int i = 0; i <= cells; i++) {
      double a = -12 + i * step;
      sum += Math.exp(-a * a / 2) * Math.pow(Math.abs(1 - rate * a * a), exponent);
    }
    return sum * step / Math.sqrt(2 * Math.PI);
  }

  @Override
  public Finding run(Seed seed) {
    List<Check> checks = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    checks.add(Check.equal("alpha at the rate 2/3", 2, index(2.0 / 3), 1e-5));
    for (double rate : RATES) {
      double[] estimates = new double[GROUPS];
      for (int g = 0; g < GROUPS; g++) {
        double[] samples = samples(rate, seed.stream("chains/" + rate + "/" + g));
        estimates[g] = Hill.of(samples, (int) (SHARE * samples.length)).alpha();
      }
      double alpha = index(rate);
      double mean = Sample.mean(estimates);
      checks.add(
          new Check(
              String.format(Locale.ROOT, "alpha at the rate %.3f", rate),
              Check.Relation.EQUAL,
              alpha,
              mean,
              2.13 * Sample.standardError(estimates),
              TOLERANCE * alpha));
      rates.add(rate);
      predicted.add(alpha);
      found.add(mean);
    }
    for (int i = 1; i < found.size(); i++) {
      checks.add(Check.atMost("alpha at the next rate", found.get(i - 1), found.get(i), 0));
    }
    return new Finding(
        checks, List.of(new Curve("tail index alpha", "learning rate", rates, predicted, found)));
  }

  private static double[] samples(double rate, RandomStream stream) {
    double[] samples = new double[CHAINS * (STEPS - WARM)];
    int count = 0;
    for (int chain = 0; chain < CHAINS; chain++) {
      double x = 0;
      for (int step = 0; step < STEPS; step++) {
        double a = stream.nextGaussian();
        x = (1 - rate * a * a) * x + rate * a * stream.nextGaussian();
        if (step >= WARM) {
          samples[count++] = x;
        }
      }
    }
    return samples;
  }
}
