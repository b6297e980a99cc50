package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * Separable classification, task after task, each with exponential loss and a weak pull to where
 * the last one ended: sum exp(-y x.w) + (lambda/2) |w - w_before|^2. In units of ln(1/lambda) the
 * solution tends to the projection of w_before on {y x.w >= 1}: sequential max-margin, the cyclic
 * projection on convex sets. In these units, with B = ln(1/lambda), each task minimizes |u -
 * u_before|^2 / 2 + sum exp(B (1 - y x.u)) / B^2, and the distance to the projection falls as
 * ln(B)/B. Source: Evron et al. 2023, ICML.
 */
public final class ContinualClassification implements FormulaClaim {
  /** Rows y x of each task. */
  private static final double[][][] TASKS = {
    {{1, 0.2}, {0.8, -0.5}}, {{0.3, 1}, {1.2, 0.9}}, {{1, -0.8}, {0.5, 0.1}}
  };

  private static final int CYCLES = 4;
  private static final double[] LOGS = {10, 100, 1e4, 1e6, 1e8};

  @Override
  public Card card() {
    return new Card(
        "continual-classification",
        "continual separable classification with a weak pull to the last solution",
        "each task projects w on {y x.w >= 1}, in units of ln(1/lambda), as lambda falls",
        "logarithmic: at lambda = 1e-4 the weights are still far from the projection",
        "Evron, Moroshko, Buzaglo, Khriesh, Marjieh, Srebro and Soudry 2023, ICML, arXiv"
            + " 2306.03534");
  }

  @Override
  public Finding run(Seed seed) {
    List<double[]> projected = new ArrayList<>();
    double[] at = {0, 0};
    for (int i = 0; i < CYCLES * TASKS.length; i++) {
      at = projection(TASKS[i % TASKS.length], at);
      projected.add(at);
    }
    List<Check> checks = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    List<Double> distances = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    double before = Double.NaN;
    for (double log : LOGS) {
      double distance = 0;
      double[] u = {0, 0};
      for (int i = 0; i < projected.size(); i++) {
        u = solved(TASKS[i % TASKS.length], u, log);
        distance = Math.max(distance, distance(u, projected.get(i)));
      }
      if (!Double.isNaN(before)) {
        checks.add(
            Check.atMost(
                "distance from the projections, ln(1/lambda) = " + log, before, distance, 0));
      }
      before = distance;
      logs.add(Math.log10(log));
      distances.add(Math.log10(distance));
      rates.add(Math.log10(Math.log(log) / log));
    }
    checks.add(Check.atMost("the same at the last", 1e-6, before, 0));
    double[] first = solved(TASKS[0], new double[2], LOGS[0]);
    checks.add(
        Check.equal(
            "distance of descent from the solution, ln(1/lambda) = " + LOGS[0],
            0,
            distance(trained(TASKS[0], LOGS[0], seed), first),
            1e-6));
    return new Finding(
        checks,
        List.of(
            new Curve(
                "log10 of the largest distance, beside ln(B)/B",
                "log10 of B = ln(1/lambda)",
                logs,
                rates,
                distances)));
  }

  /** By the trainer, of one task from zero. */
  private static double[] trained(double[][] rows, double log, Seed seed) {
    try (FormulaProblem problem =
        new FormulaProblem(
            new double[2], 1, (u, all, into) -> loss(rows, new double[2], log, u, into))) {
      Descent.plain(0.02).run(problem, 20_000, seed, (step, w) -> {});
      return problem.parameters().toArray();
    }
  }

  private static double loss(
      double[][] rows, double[] from, double log, double[] u, double[] into) {
    double loss = 0;
    for (int j = 0; j < 2; j++) {
      loss += (u[j] - from[j]) * (u[j] - from[j]) / 2;
      into[j] += u[j] - from[j];
    }
    for (double[] row : rows) {
      double e = Math.exp(log * (1 - dot(row, u)));
      loss += e / (log * log);
      into[0] -= e / log * row[0];
      into[1] -= e / log * row[1];
    }
    return loss;
  }

  /** Newton's method with halved steps, from small B to the given one. */
  private static double[] solved(double[][] rows, double[] from, double log) {
    double[] u = from.clone();
    for (double b = Math.min(1, log); ; b = Math.min(log, 1.2 * b)) {
      for (int iteration = 0; iteration < 100; iteration++) {
        double[] gradient = new double[2];
        double loss = loss(rows, from, b, u, gradient);
        double[][] hessian = {{1, 0}, {0, 1}};
        for (double[] row : rows) {
          double e = Math.exp(b * (1 - dot(row, u)));
          for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
              hessian[i][j] += e * row[i] * row[j];
            }
          }
        }
        double[] step = Linear.solve(hessian, gradient);
        double part = 1;
        double[] next = moved(u, step, part);
        while (part > 1e-12 && !(loss(rows, from, b, next, new double[2]) <= loss)) {
          part /= 2;
          next = moved(u, step, part);
        }
        u = next;
        if (Math.hypot(step[0], step[1]) < 1e-15) {
          break;
        }
      }
      if (b == log) {
        return u;
      }
    }
  }

  private static double[] moved(double[] u, double[] step, double part) {
    return new double[] {u[0] - part * step[0], u[1] - part * step[1]};
  }

  /** The nearest point at which all rows give at least 1: by every set of at most two of them. */
  static double[] projection(double[][] rows, double[] from) {
    List<double[]> candidates = new ArrayList<>();
    candidates.add(from);
    for (int i = 0; i < rows.length; i++) {
      double[] a = rows[i];
      double factor = (1 - dot(a, from)) / dot(a, a);
      candidates.add(new double[] {from[0] + factor * a[0], from[1] + factor * a[1]});
      for (int k = 0; k < i; k++) {
        candidates.add(Linear.solve(new double[][] {a, rows[k]}, new double[] {1, 1}));
      }
    }
    return candidates.stream()
        .filter(point -> Arrays.stream(rows).allMatch(row -> dot(row, point) >= 1 - 1e-12))
        .min((p, q) -> Double.compare(distance(p, from), distance(q, from)))
        .orElseThrow();
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1];
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
