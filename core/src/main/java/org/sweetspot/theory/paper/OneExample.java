package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * One training example replaced moves SGD's iterates on ridge regression by an amount that falls as
 * 1/n and does not grow with training. Both trainings see the same order of examples, so that their
 * distance bounds the Wasserstein distance of the laws from above. Source: Zhu, Gurbuzbalaban, Raj
 * and Simsekli 2023, NeurIPS.
 */
public final class OneExample implements FormulaClaim {
  private static final int INPUTS = 5;
  private static final double RIDGE = 0.5;
  private static final double RATE = 0.02;
  private static final int BATCH = 5;
  private static final int[] SIZES = {100, 200, 400, 800};
  private static final int REPEATS = 24;
  private static final int STEPS = 3000;

  @Override
  public Card card() {
    return new Card(
        "one-example",
        "one example's influence falls as 1/n and does not grow with training",
        "slope -1 of the logarithms against n; flat over time",
        "strongly convex; without it the paper needs added noise",
        "Zhu, Gurbuzbalaban, Raj and Simsekli 2023, NeurIPS, arXiv 2305.12056");
  }

  @Override
  public Finding run(Seed seed) {
    List<Double> sizes = new ArrayList<>();
    List<Double> middles = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    double[] slopes = new double[REPEATS];
    double[] growth = new double[REPEATS];
    double[][] late = new double[REPEATS][SIZES.length];
    double[][] early = new double[REPEATS][SIZES.length];
    for (int k = 0; k < SIZES.length; k++) {
      for (int r = 0; r < REPEATS; r++) {
        TwinDescents twins = distances(SIZES[k], seed.child("repeat/" + r));
        early[r][k] = twins.third();
        late[r][k] = twins.last();
      }
    }
    for (int r = 0; r < REPEATS; r++) {
      slopes[r] = slope(late[r]);
      for (int k = 0; k < SIZES.length; k++) {
        growth[r] += Math.log(late[r][k] / early[r][k]) / SIZES.length;
      }
    }
    for (int k = 0; k < SIZES.length; k++) {
      int column = k;
      sizes.add((double) SIZES[k]);
      middles.add(Arrays.stream(early).mapToDouble(row -> row[column]).average().orElse(0));
      ends.add(Arrays.stream(late).mapToDouble(row -> row[column]).average().orElse(0));
    }
    return new Finding(
        List.of(
            new Check(
                "slope of ln distance against ln n",
                Check.Relation.EQUAL,
                -1,
                Sample.mean(slopes),
                2.07 * Sample.standardError(slopes),
                0.1),
            new Check(
                "growth of ln distance from the third to the last quarter",
                Check.Relation.EQUAL,
                0,
                Sample.mean(growth),
                2.07 * Sample.standardError(growth),
                0.02)),
        List.of(
            new Curve("distance: third quarter, last quarter", "examples", sizes, middles, ends)));
  }

  /** Least squares through the logarithms. */
  private static double slope(double[] distances) {
    double x = 0;
    double y = 0;
    for (int k = 0; k < SIZES.length; k++) {
      x += Math.log(SIZES[k]) / SIZES.length;
      y += Math.log(distances[k]) / SIZES.length;
    }
    double above = 0;
    double below = 0;
    for (int k = 0; k < SIZES.length; k++) {
      double dx = Math.log(SIZES[k]) - x;
      above += dx * (Math.log(distances[k]) - y);
      below += dx * dx;
    }
    return above / below;
  }

  private static TwinDescents distances(int n, Seed seed) {
    double[][] one = data(n, seed.stream("data"));
    double[][] other = one.clone();
    other[0] = data(1, seed.stream("other"))[0];
    return TwinDescents.of(one, other, STEPS, (rows, look) -> train(rows, seed, look));
  }

  /** Rows of inputs, and the target behind them. */
  private static double[][] data(int n, RandomStream stream) {
    double[][] rows = new double[n][INPUTS + 1];
    for (double[] row : rows) {
      for (int j = 0; j < INPUTS; j++) {
        row[j] = stream.nextGaussian();
        row[INPUTS] += row[j];
      }
      row[INPUTS] += stream.nextGaussian();
    }
    return rows;
  }

  private static void train(double[][] rows, Seed seed, Descent.Look look) {
    try (FormulaProblem problem =
        new FormulaProblem(
            new double[INPUTS], rows.length, (w, all, into) -> loss(rows, w, all, into))) {
      new Descent(RATE, 0, BATCH, 0).run(problem, STEPS, seed, look);
    }
  }

  private static double loss(double[][] rows, double[] w, int[] examples, double[] into) {
    double loss = 0;
    for (int i : examples) {
      double residual = -rows[i][INPUTS];
      for (int j = 0; j < INPUTS; j++) {
        residual += rows[i][j] * w[j];
      }
      loss += residual * residual / (2.0 * examples.length);
      for (int j = 0; j < INPUTS; j++) {
        into[j] += residual * rows[i][j] / examples.length;
      }
    }
    for (int j = 0; j < INPUTS; j++) {
      loss += RIDGE * w[j] * w[j] / 2;
      into[j] += RIDGE * w[j];
    }
    return loss;
  }
}
