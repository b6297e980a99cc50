package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * The largest stable rate on a quadratic of curvature h: 2/h for gradient descent, 2 (1 + m)/h for
 * the heavy ball, 2 sin(pi/(2 (2 tau + 1)))/h for gradients tau steps old. The trainer decides the
 * first two from both sides; the delayed recurrence is bisected by the spectral radius of its
 * companion matrix, squared 40 times. Source: Giladi, Nacson, Hoffer and Soudry 2020, ICLR, for the
 * delay.
 */
public final class StabilityThresholds implements FormulaClaim {
  private static final double CURVATURE = 4;
  private static final double SIDE = 0.002;
  private static final int STEPS = 20_000;
  private static final int[] DELAYS = {0, 1, 4, 16};
  private static final int SQUARINGS = 40;

  @Override
  public Card card() {
    return new Card(
        "stability-thresholds",
        "the largest rate of descent, heavy ball and stale gradients",
        "2/h; 2 (1 + m)/h; 2 sin(pi/(2 (2 tau + 1)))/h: about 1/tau for a delay",
        "constant delay; real delays vary",
        "Giladi, Nacson, Hoffer and Soudry 2020, ICLR, arXiv 1909.12340");
  }

  @Override
  public Finding run(Seed seed) {
    List<Check> checks = new ArrayList<>();
    for (double momentum : new double[] {0, 0.9}) {
      double limit = 2 * (1 + momentum) / CURVATURE;
      String name = momentum == 0 ? "gradient descent" : "heavy ball";
      checks.add(
          Check.atMost(
              name + ", size of w after descent just below",
              1,
              size((1 - SIDE) * limit, momentum, seed),
              0));
      checks.add(
          Check.atLeast(
              name + ", size of w after descent just above",
              1,
              size((1 + SIDE) * limit, momentum, seed),
              0));
    }
    List<Double> delays = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (int delay : DELAYS) {
      double formula = 2 * Math.sin(Math.PI / (2 * (2.0 * delay + 1)));
      double bisected = bisect(delay);
      checks.add(Check.equal("largest rate times h, delay " + delay, formula, bisected, 1e-6));
      delays.add(2.0 * delay + 1);
      predicted.add(formula);
      found.add(bisected);
    }
    double slope = Math.log(found.get(3) / found.get(1)) / Math.log(delays.get(3) / delays.get(1));
    checks.add(Check.equal("slope of the logarithms against 2 tau + 1", -1, slope, 0.1));
    return new Finding(
        checks, List.of(new Curve("largest rate times h", "2 tau + 1", delays, predicted, found)));
  }

  /** |w| at the end, from 1; it grows without end where the trainer stops for divergence. */
  private static double size(double rate, double momentum, Seed seed) {
    double[] size = {0};
    try (Quadratic problem = Quadratic.diagonal(CURVATURE)) {
      problem.parameters().set(new double[] {1});
      new Descent(rate, momentum, 0, 0)
          .run(problem, STEPS, seed, (step, w) -> size[0] = Math.abs(w[0]));
    }
    return size[0];
  }

  private static double bisect(int delay) {
    double low = 0;
    double high = 3;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (growth(middle, delay) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Logarithm of the spectral radius of w(t + 1) = w(t) - rate w(t - delay). */
  static double growth(double rate, int delay) {
    int n = delay + 1;
    double[][] power = new double[n][n];
    power[0][0] = 1;
    power[0][delay] -= rate;
    for (int i = 1; i < n; i++) {
      power[i][i - 1] = 1;
    }
    double log = 0;
    for (int k = 0; k < SQUARINGS; k++) {
      double[][] square = new double[n][n];
      double sum = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          for (int l = 0; l < n; l++) {
            square[i][j] += power[i][l] * power[l][j];
          }
          sum += square[i][j] * square[i][j];
        }
      }
      double norm = Math.sqrt(sum);
      if (norm == 0) {
        return Double.NEGATIVE_INFINITY;
      }
      for (double[] row : square) {
        for (int j = 0; j < n; j++) {
          row[j] /= norm;
        }
      }
      // log of ||M^(2^k)||: doubled by the squaring, and what was divided out.
      log = 2 * log + Math.log(norm);
      power = square;
    }
    return log / Math.scalb(1.0, SQUARINGS);
  }
}
