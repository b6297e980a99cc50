package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.StudentT;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Check.Relation;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * Where the targets of a ReLU network of one input are noisy, descent with a large step does not
 * fit the noise, however long it runs: a function that does is too rough to be stable.
 *
 * <p>At a minimum where the largest eigenvalue of the Hessian is at most 2/eta, the weighted
 * variation V of {@link ShallowRelu#weightedVariation} is at most 1/eta - 1/2 + (1/2) mean |r|
 * sqrt(1 + x^2), r the residuals: 1 + 2 V bounds the Gauss-Newton part from below, and for a unit
 * vector u the rest, mean r u' (Hessian of f) u = mean r 2 sum over active units of u_v (u_w x +
 * u_b), is at most mean |r| sqrt(1 + x^2) in size. The paper has the last term as O(sigma +
 * sqrt(MSE)), and from the bound on V an error against the truth that falls as n^-4/5, up to
 * logarithms, inside the inputs' range. Trainings are as long in rate times updates.
 *
 * <p>Source: Qiao, Zhang, Singh, Soudry and Wang 2024, NeurIPS; the inequality re-derived.
 */
public final class StableMinima implements FormulaClaim {
  private static final double[] RATES = {0.2, 0.05, 0.0125};
  private static final int[] SIZES = {20, 40, 80, 160};
  private static final int UNITS = 50;
  private static final int DRAWS = 8;
  private static final double NOISE = 0.5;
  private static final double TIME = 8000;
  private static final double CONFIDENCE = 0.95;

  /** The start is so sharp that the largest rate would diverge. */
  private static final int WARM_UP = 5000;

  /** Descent that has not ended hovers about the edge of stability. */
  private static final double HOVER = 0.05;

  /** What a logarithm changes of the slope over these sizes. */
  private static final double LOGARITHM = 0.2;

  @Override
  public Card card() {
    return new Card(
        "stable-minima",
        "large steps do not fit noise: stable minima of one input can't overfit",
        "V <= 1/eta - 1/2 + mean |r| sqrt(1 + x^2) / 2, which functions through noisy targets"
            + " exceed; error against the truth ~ n^-4/5",
        "one input, descent on all examples; for d > 1 flat minima can generalize badly (Liang et"
            + " al. 2025)",
        "Qiao, Zhang, Singh, Soudry and Wang 2024, NeurIPS, arXiv 2406.06838");
  }

  /**
   * Where a training ended.
   *
   * @param fit training error over the noise that there is
   * @param error against the truth, inside the inputs' range
   * @param edge sharpness times half the rate
   * @param variation V
   * @param limit of V
   * @param through V of the function that goes straight from target to target, over the limit that
   *     it has
   */
  private record End(
      double fit, double error, double edge, double variation, double limit, double through) {}

  @Override
  public Finding run(Seed seed) {
    int middle = SIZES[1];
    List<List<End>> byRate = new ArrayList<>();
    for (double rate : RATES) {
      byRate.add(
          IntStream.range(0, DRAWS).mapToObj(d -> train(middle, rate, draw(seed, d))).toList());
    }
    List<List<End>> bySize = new ArrayList<>();
    for (int n : SIZES) {
      bySize.add(
          n == middle
              ? byRate.get(0)
              : IntStream.range(0, DRAWS)
                  .mapToObj(d -> train(n, RATES[0], draw(seed, d)))
                  .toList());
    }
    List<Check> checks = new ArrayList<>();
    for (int k = 0; k < RATES.length; k++) {
      String at = ", rate " + RATES[k];
      List<End> ends = byRate.get(k);
      checks.add(
          new Check(
              "sharpness times half the rate, largest" + at,
              Relation.AT_MOST,
              1,
              ends.stream().mapToDouble(End::edge).max().orElseThrow(),
              0,
              HOVER));
      checks.add(
          Check.atMost(
              "V over its limit, largest" + at,
              1,
              ends.stream().mapToDouble(end -> end.variation / end.limit).max().orElseThrow(),
              0));
    }
    List<End> large = byRate.get(0);
    List<End> small = byRate.get(RATES.length - 1);
    checks.add(
        Check.atLeast(
            "V of a function through the targets over its limit, least, rate " + RATES[0],
            1,
            large.stream().mapToDouble(End::through).min().orElseThrow(),
            0));
    checks.add(
        difference("training error over the noise", Relation.AT_LEAST, large, small, End::fit));
    checks.add(difference("error against the truth", Relation.AT_MOST, large, small, End::error));
    checks.add(difference("V", Relation.AT_MOST, large, small, End::variation));
    checks.add(slope(bySize));
    return new Finding(checks, curves(byRate, bySize));
  }

  private static Seed draw(Seed seed, int number) {
    return seed.child("draw/" + number);
  }

  private static Check difference(
      String what, Relation relation, List<End> large, List<End> small, ToDoubleFunction<End> of) {
    double[] differences =
        Sample.differences(
            large.stream().mapToDouble(of).toArray(), small.stream().mapToDouble(of).toArray());
    return Check.mean(
        what + ", rate " + RATES[0] + " less " + RATES[RATES.length - 1], relation, 0, differences);
  }

  private static Check slope(List<List<End>> bySize) {
    double[] slopes = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      SimpleRegression line = new SimpleRegression();
      for (int k = 0; k < SIZES.length; k++) {
        line.addData(Math.log(SIZES[k]), Math.log(bySize.get(k).get(d).error));
      }
      slopes[d] = line.getSlope();
    }
    return new Check(
        "slope of ln error against ln n, rate " + RATES[0],
        Relation.AT_MOST,
        -0.8,
        Sample.mean(slopes),
        StudentT.factor(DRAWS - 1, CONFIDENCE) * Sample.standardError(slopes),
        LOGARITHM);
  }

  private static List<Curve> curves(List<List<End>> byRate, List<List<End>> bySize) {
    List<Double> rates = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Double> variations = new ArrayList<>();
    for (int k = 0; k < RATES.length; k++) {
      rates.add(Math.log(RATES[k]));
      limits.add(mean(byRate.get(k), End::limit));
      variations.add(mean(byRate.get(k), End::variation));
    }
    List<Double> sizes = new ArrayList<>();
    List<Double> line = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int k = 0; k < SIZES.length; k++) {
      sizes.add(Math.log10((double) SIZES[k]));
      errors.add(mean(bySize.get(k), End::error));
      line.add(errors.get(0) * Math.pow((double) SIZES[k] / SIZES[0], -0.8));
    }
    return List.of(
        new Curve("bound and weighted variation V", "ln rate", rates, limits, variations),
        new Curve("error against the truth", "decades of examples", sizes, line, errors));
  }

  private static double mean(List<End> ends, ToDoubleFunction<End> of) {
    return ends.stream().mapToDouble(of).average().orElseThrow();
  }

  private static End train(int n, double rate, Seed seed) {
    RandomStream noise = seed.stream("noise");
    double[][] x = new double[n][1];
    double[] truth = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i][0] = 3.0 * i / (n - 1) - 1.5;
      truth[i] = Math.sin(2 * x[i][0]);
      y[i] = truth[i] + NOISE * noise.nextGaussian();
    }
    ShallowRelu network = new ShallowRelu(1, UNITS, x, y);
    double[] w;
    try (FormulaProblem problem =
        new FormulaProblem(network.start(seed.stream("start")), n, network::loss)) {
      Descent.plain(rate)
          .withWarmUp(WARM_UP)
          .run(problem, Math.round(TIME / rate), seed, (step, moved) -> {});
      w = problem.parameters().toArray();
    }
    double fit = 0;
    double present = 0;
    double error = 0;
    double residuals = 0;
    int border = n / 10;
    for (int i = 0; i < n; i++) {
      double value = network.value(w, x[i]);
      fit += square(value - y[i]);
      present += square(y[i] - truth[i]);
      residuals += Math.abs(value - y[i]) * Math.sqrt(1 + square(x[i][0])) / n;
      if (i >= border && i < n - border) {
        error += square(value - truth[i]) / (n - 2 * border);
      }
    }
    double limit = 1 / rate - 0.5;
    return new End(
        fit / present,
        error,
        rate * network.curvature(w) / 2,
        network.weightedVariation(w),
        limit + residuals / 2,
        new ShallowRelu(1, n - 1, x, y).weightedVariation(straight(x, y)) / limit);
  }

  private static double square(double value) {
    return value * value;
  }

  /** Weights of the function that goes straight from target to target: a unit bends at each. */
  static double[] straight(double[][] x, double[] y) {
    int units = x.length - 1;
    double[] w = new double[3 * units + 1];
    double before = 0;
    for (int i = 0; i < units; i++) {
      double slope = (y[i + 1] - y[i]) / (x[i + 1][0] - x[i][0]);
      w[i] = 1;
      w[units + i] = -x[i][0];
      w[2 * units + i] = slope - before;
      before = slope;
    }
    w[3 * units] = y[0];
    return w;
  }
}
