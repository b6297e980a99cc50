package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * A diagonal linear network beta = u^2 - v^2 on underdetermined least squares from u = v = a:
 * gradient flow ends at the interpolating beta = 2 a^2 sinh(X' nu). Source: Woodworth et al. 2020,
 * COLT; Azulay et al. 2021, ICML.
 */
public final class DiagonalNetwork implements FormulaClaim {
  private static final int INPUTS = 10;
  private static final int EXAMPLES = 3;
  private static final double[] SCALES = {1, 0.5, 0.2, 0.1};

  @Override
  public Card card() {
    return new Card(
        "diagonal-network",
        "scale of initialization in a diagonal linear network",
        "beta = 2 a^2 sinh(X' nu) with X beta = y: kernel to rich as a falls",
        "gradient flow; at large steps the effective scale is smaller (step-size)",
        "Woodworth et al. 2020, COLT, theorem 1; Azulay et al. 2021, ICML");
  }

  /** Rows of standard normal inputs, and targets of a sparse teacher. */
  static double[][] inputs(RandomStream stream, int examples, int inputs) {
    double[][] x = new double[examples][inputs];
    for (double[] row : x) {
      Arrays.setAll(row, j -> stream.nextGaussian());
    }
    return x;
  }

  /** (1/2n) ||X (u^2 - v^2) - y||^2 with w = (u, v). */
  static double loss(double[][] x, double[] y, double[] w, double[] into) {
    int d = x[0].length;
    double loss = 0;
    for (int i = 0; i < x.length; i++) {
      double residual = -y[i];
      for (int j = 0; j < d; j++) {
        residual += x[i][j] * (w[j] * w[j] - w[d + j] * w[d + j]);
      }
      loss += residual * residual / (2.0 * x.length);
      for (int j = 0; j < d; j++) {
        into[j] += residual * x[i][j] * 2 * w[j] / x.length;
        into[d + j] -= residual * x[i][j] * 2 * w[d + j] / x.length;
      }
    }
    return loss;
  }

  /** The interpolator of the form 2 a^2 sinh(X' nu), by Newton's method on nu. */
  static double[] predicted(double[][] x, double[] y, double scale) {
    int n = x.length;
    int d = x[0].length;
    double[] nu = new double[n];
    double[] beta = new double[d];
    for (int iteration = 0; iteration < 500; iteration++) {
      double[] inner = Linear.transposedTimes(x, nu, d);
      for (int j = 0; j < d; j++) {
        beta[j] = 2 * scale * scale * Math.sinh(inner[j]);
      }
      double[] residual = Linear.times(x, beta);
      double[][] jacobian = new double[n][n];
      for (int i = 0; i < n; i++) {
        residual[i] -= y[i];
        for (int k = 0; k < n; k++) {
          for (int j = 0; j < d; j++) {
            jacobian[i][k] += x[i][j] * 2 * scale * scale * Math.cosh(inner[j]) * x[k][j];
          }
        }
      }
      double[] step = Linear.solve(jacobian, residual);
      double largest = Arrays.stream(step).map(Math::abs).max().orElse(0);
      // Far from the solution sinh overshoots; a step of at most one keeps it in its range.
      double damped = Math.min(1, 1 / largest);
      for (int i = 0; i < n; i++) {
        nu[i] -= damped * step[i];
      }
      if (largest < 1e-14) {
        break;
      }
    }
    return beta;
  }

  @Override
  public Finding run(Seed seed) {
    double[][] x = inputs(seed.stream("inputs"), EXAMPLES, INPUTS);
    double[] teacher = new double[INPUTS];
    teacher[1] = 1;
    double[] y = Linear.times(x, teacher);
    List<Check> checks = new ArrayList<>();
    List<Double> scales = new ArrayList<>();
    List<Double> norms = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (double scale : SCALES) {
      double[] start = new double[2 * INPUTS];
      Arrays.fill(start, scale);
      double[] predicted = predicted(x, y, scale);
      double[] found = new double[INPUTS];
      try (FormulaProblem problem =
          new FormulaProblem(start, EXAMPLES, (w, examples, into) -> loss(x, y, w, into))) {
        Descent.plain(2e-4).run(problem, 300_000, seed, (step, w) -> {});
        double[] w = problem.parameters().toArray();
        Arrays.setAll(found, j -> w[j] * w[j] - w[INPUTS + j] * w[INPUTS + j]);
      }
      double worst = 0;
      for (int j = 0; j < INPUTS; j++) {
        worst = Math.max(worst, Math.abs(found[j] - predicted[j]));
      }
      checks.add(Check.equal("largest error of beta at a = " + scale, 0, worst, 1e-3));
      scales.add(scale);
      norms.add(norm(found));
      expected.add(norm(predicted));
    }
    for (int i = 1; i < norms.size(); i++) {
      checks.add(
          Check.atMost("l1 norm at a = " + scales.get(i), norms.get(i - 1), norms.get(i), 0));
    }
    return new Finding(
        checks, List.of(new Curve("l1 norm of beta", "scale a", scales, expected, norms)));
  }

  static double norm(double[] beta) {
    return Arrays.stream(beta).map(Math::abs).sum();
  }
}
