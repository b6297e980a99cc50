package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * Continual linear regression: each task is fitted exactly from where the last one ended, which
 * projects the error on the task's null space. Two tasks of one example with the angle theta
 * between them, the error starting at the angle phi from the first: the mean forgetting after m
 * tasks is (floor(m/2)/m) sin^2(phi) sin^2(theta) cos^(2(m-1))(theta). T tasks in a cycle forget at
 * most T^2 min(1/sqrt(k), d/k) after k cycles. Source: Evron, Moroshko, Ward, Srebro and Soudry
 * 2022, COLT; the first formula re-derived by projecting.
 */
public final class ContinualRegression implements FormulaClaim {
  private static final double THETA = 0.5;
  private static final double PHI = 1.1;

  @Override
  public Card card() {
    return new Card(
        "continual-regression",
        "forgetting in continual linear regression",
        "two tasks: (floor(m/2)/m) sin^2(phi) sin^2(theta) cos^(2(m-1))(theta); a cycle of T:"
            + " at most T^2 min(1/sqrt(k), d/k)",
        "squared loss, all tasks solved by one network",
        "Evron, Moroshko, Ward, Srebro and Soudry 2022, COLT, arXiv 2205.09588");
  }

  @Override
  public Finding run(Seed seed) {
    List<Check> checks = new ArrayList<>();
    List<Double> tasks = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    double[][] pair = {{1, 0}, {Math.cos(THETA), Math.sin(THETA)}};
    double[] error = {Math.cos(PHI), Math.sin(PHI)};
    double worst = 0;
    for (int m = 1; m <= 30; m++) {
      project(error, pair[(m - 1) % 2]);
      double forgetting = 0;
      for (int task = 1; task <= m; task++) {
        forgetting += square(dot(error, pair[(task - 1) % 2])) / m;
      }
      double formula =
          Math.floor(m / 2.0)
              / m
              * square(Math.sin(PHI))
              * square(Math.sin(THETA))
              * Math.pow(Math.cos(THETA), 2.0 * (m - 1));
      worst = Math.max(worst, Math.abs(forgetting - formula));
      tasks.add((double) m);
      predicted.add(formula);
      found.add(forgetting);
    }
    checks.add(Check.equal("error of the forgetting of two tasks", 0, worst, 1e-12));
    for (int count : new int[] {3, 5, 10}) {
      checks.add(cycle(count, 20, 40, seed.stream("cycle/" + count)));
    }
    return new Finding(
        checks, List.of(new Curve("forgetting", "tasks seen", tasks, predicted, found)));
  }

  /** The largest ratio of the forgetting after k cycles to its bound, over k. */
  private static Check cycle(int count, int dimension, int cycles, RandomStream stream) {
    double[][] tasks = new double[count][dimension];
    for (double[] task : tasks) {
      for (int j = 0; j < dimension; j++) {
        task[j] = stream.nextGaussian();
      }
      scale(task);
    }
    double[] error = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      error[j] = stream.nextGaussian();
    }
    scale(error);
    double worst = 0;
    for (int k = 1; k <= cycles; k++) {
      double forgetting = 0;
      for (double[] task : tasks) {
        project(error, task);
      }
      for (double[] task : tasks) {
        forgetting += square(dot(error, task)) / count;
      }
      double bound = (double) count * count * Math.min(1 / Math.sqrt(k), (double) dimension / k);
      worst = Math.max(worst, forgetting / bound);
    }
    return Check.atMost("forgetting over its bound, " + count + " tasks in a cycle", 1, worst, 0);
  }

  private static void project(double[] error, double[] unit) {
    double along = dot(error, unit);
    for (int j = 0; j < error.length; j++) {
      error[j] -= along * unit[j];
    }
  }

  private static void scale(double[] vector) {
    double norm = Math.sqrt(dot(vector, vector));
    for (int j = 0; j < vector.length; j++) {
      vector[j] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }
}
