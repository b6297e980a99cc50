package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * A linear classifier on separable data with the exponential loss: w(t) = w_hat ln t + rho(t),
 * w_hat the hard-margin solution and rho -> w_tilde, eta/n exp(-x . w_tilde) = alpha for each
 * support vector with dual variable alpha. In the plane with two support vectors both are solved by
 * hand. Source: Soudry et al. 2018, JMLR 19, theorem 3.
 */
public final class Separable implements FormulaClaim {
  // Support vectors (1, 1) and (1, -0.6): w_hat . x = 1 at both gives w_hat = (1, 0).
  private static final double[][] POINTS = {{1, 1}, {1, -0.6}, {2.5, 0.5}, {3, -1}};
  private static final double[] LIMIT = {1, 0};
  private static final double RATE = 0.1;
  private static final int DECADES = 5;

  @Override
  public Card card() {
    return new Card(
        "separable",
        "a linear classifier on separable data",
        "w(t) = w_hat ln t + rho(t), rho -> w_tilde; the direction is the hard-margin SVM's",
        "other optimizers have other limits: AdaGrad by its start (Qian 2019), Adam another margin",
        "Soudry, Hoffer, Nacson, Gunasekar and Srebro 2018, JMLR 19, theorem 3");
  }

  /** Mean of exp(-w . x) and its gradient. */
  static double loss(double[] w, int[] examples, double[] into) {
    double loss = 0;
    for (int i : examples) {
      double[] x = POINTS[i];
      double e = Math.exp(-w[0] * x[0] - w[1] * x[1]) / examples.length;
      loss += e;
      into[0] -= e * x[0];
      into[1] -= e * x[1];
    }
    return loss;
  }

  /** w_tilde: x_i . w_tilde = ln(eta/(n alpha_i)), alpha from w_hat = sum of alpha_i x_i. */
  static double[] residual() {
    double[] a = POINTS[0];
    double[] b = POINTS[1];
    double[] alpha = solve(a[0], b[0], a[1], b[1], LIMIT[0], LIMIT[1]);
    double scale = RATE / POINTS.length;
    return solve(a[0], a[1], b[0], b[1], Math.log(scale / alpha[0]), Math.log(scale / alpha[1]));
  }

  private static double[] solve(double a, double b, double c, double d, double u, double v) {
    double determinant = a * d - b * c;
    return new double[] {(u * d - b * v) / determinant, (a * v - u * c) / determinant};
  }

  @Override
  public Finding run(Seed seed) {
    double[] limit = residual();
    List<Double> times = new ArrayList<>();
    List<Double> distances = new ArrayList<>();
    try (FormulaProblem problem =
        new FormulaProblem(new double[2], POINTS.length, Separable::loss)) {
      Descent.plain(RATE)
          .run(
              problem,
              Math.round(Math.pow(10, DECADES)),
              seed,
              (step, w) -> {
                double decade = Math.log10((double) step);
                if (step >= 10 && decade == Math.rint(decade)) {
                  double log = Math.log((double) step);
                  times.add(decade);
                  distances.add(
                      Math.hypot(
                          w[0] - LIMIT[0] * log - limit[0], w[1] - LIMIT[1] * log - limit[1]));
                }
              });
    }
    List<Check> checks = new ArrayList<>();
    for (int i = 2; i < distances.size(); i++) {
      checks.add(
          Check.atMost(
              "distance of rho from w_tilde after 1e" + times.get(i).intValue() + " steps",
              distances.get(i - 1),
              distances.get(i),
              0));
    }
    int last = distances.size() - 1;
    checks.add(Check.equal("distance at the end", 0, distances.get(last), 0.02));
    return new Finding(
        checks,
        List.of(
            new Curve(
                "distance of rho from w_tilde",
                "decades of steps",
                times,
                times.stream().map(t -> 0.0).toList(),
                distances)));
  }
}
