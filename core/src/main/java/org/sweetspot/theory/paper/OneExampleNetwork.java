package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * One example replaced, in the training of a small network (5 inputs, 8 units of tanh, logistic
 * loss, weight decay) by SGD with normal noise: the distance of the two trainings, which share
 * batches and noise, falls as 1/n and does not grow with training. Without the noise the theory
 * says nothing of losses that are not convex; that arm is measured too and not judged. Source: Zhu,
 * Gurbuzbalaban, Raj and Simsekli 2023, NeurIPS.
 */
public final class OneExampleNetwork implements FormulaClaim {
  private static final int INPUTS = 5;
  private static final int UNITS = 8;
  private static final int SIZE = UNITS * (INPUTS + 2) + 1;
  private static final int[] SIZES = {100, 200, 400, 800};
  private static final int REPEATS = 16;
  private static final int STEPS = 6000;
  private static final double RATE = 0.1;
  private static final int BATCH = 5;
  private static final double DECAY = 0.05;
  private static final double TEMPERATURE = 1e-3;

  @Override
  public Card card() {
    return new Card(
        "one-example-network",
        "the same of a network, with noise added to the gradient",
        "slope -1 of the logarithms against n; flat over time",
        "common noise couples the trainings, so that the distance is an upper bound; without added"
            + " noise the theory says nothing here",
        "Zhu, Gurbuzbalaban, Raj and Simsekli 2023, NeurIPS, arXiv 2305.12056");
  }

  @Override
  public Finding run(Seed seed) {
    Arm noisy = new Arm(TEMPERATURE, seed);
    Arm plain = new Arm(0, seed);
    List<Double> sizes = Arrays.stream(SIZES).mapToObj(n -> Math.log(n)).toList();
    double first = noisy.means().get(0);
    return new Finding(
        List.of(
            noisy.slope("slope of ln distance against ln n, with noise"),
            new Check(
                "growth of ln distance from the third to the last quarter, with noise",
                Relation.AT_MOST,
                0,
                Sample.mean(noisy.growth),
                StudentT.factor(REPEATS - 1, 0.95) * Sample.standardError(noisy.growth),
                0.1)),
        List.of(
            new Curve(
                "ln distance with noise, beside slope -1",
                "ln examples",
                sizes,
                sizes.stream().map(n -> first - (n - sizes.get(0))).toList(),
                noisy.means()),
            new Curve(
                "ln distance without noise, beside that with noise",
                "ln examples",
                sizes,
                noisy.means(),
                plain.means())));
  }

  /** All trainings with one temperature. */
  private static final class Arm {
    private final double[][] late = new double[REPEATS][SIZES.length];
    private final double[] growth = new double[REPEATS];

    Arm(double temperature, Seed seed) {
      for (int r = 0; r < REPEATS; r++) {
        for (int k = 0; k < SIZES.length; k++) {
          TwinDescents twins = distances(SIZES[k], temperature, seed.child("repeat/" + r));
          late[r][k] = Math.log(twins.last());
          growth[r] += Math.log(twins.last() / twins.third()) / SIZES.length;
        }
      }
    }

    Check slope(String what) {
      double[] slopes = new double[REPEATS];
      for (int r = 0; r < REPEATS; r++) {
        SimpleRegression line = new SimpleRegression();
        for (int k = 0; k < SIZES.length; k++) {
          line.addData(Math.log(SIZES[k]), late[r][k]);
        }
        slopes[r] = line.getSlope();
      }
      return new Check(
          what,
          Relation.EQUAL,
          -1,
          Sample.mean(slopes),
          StudentT.factor(REPEATS - 1, 0.95) * Sample.standardError(slopes),
          0.1);
    }

    List<Double> means() {
      List<Double> means = new ArrayList<>();
      for (int k = 0; k < SIZES.length; k++) {
        int column = k;
        means.add(Arrays.stream(late).mapToDouble(row -> row[column]).average().orElseThrow());
      }
      return means;
    }
  }

  private static TwinDescents distances(int n, double temperature, Seed seed) {
    double[][] one = data(n, seed.stream("data"));
    double[][] other = one.clone();
    other[0] = data(1, seed.stream("other"))[0];
    return TwinDescents.of(one, other, STEPS, (rows, look) -> train(rows, temperature, seed, look));
  }

  /** Inputs, and a label of the product of the first two, wrong for a tenth. */
  private static double[][] data(int n, RandomStream stream) {
    double[][] rows = new double[n][INPUTS + 1];
    for (double[] row : rows) {
      for (int j = 0; j < INPUTS; j++) {
        row[j] = stream.nextGaussian();
      }
      row[INPUTS] = Math.signum(row[0] * row[1]) * (stream.nextDouble() < 0.1 ? -1 : 1);
    }
    return rows;
  }

  private static void train(double[][] rows, double temperature, Seed seed, Descent.Look look) {
    double[] start = new double[SIZE];
    RandomStream stream = seed.stream("start");
    Arrays.setAll(start, j -> stream.nextGaussian() / Math.sqrt(INPUTS));
    try (FormulaProblem problem =
        new FormulaProblem(start, rows.length, (w, all, into) -> loss(rows, w, all, into))) {
      new Descent(RATE, 0, BATCH, temperature).run(problem, STEPS, seed, look);
    }
  }

  private static double loss(double[][] rows, double[] w, int[] examples, double[] into) {
    double loss = 0;
    double[] hidden = new double[UNITS];
    int second = UNITS * (INPUTS + 1);
    for (int example : examples) {
      double[] row = rows[example];
      double z = w[SIZE - 1];
      for (int i = 0; i < UNITS; i++) {
        double sum = w[UNITS * INPUTS + i];
        for (int j = 0; j < INPUTS; j++) {
          sum += w[i * INPUTS + j] * row[j];
        }
        hidden[i] = Math.tanh(sum);
        z += w[second + i] * hidden[i];
      }
      loss += Math.log1p(Math.exp(-row[INPUTS] * z)) / examples.length;
      double slope = -row[INPUTS] / (1 + Math.exp(row[INPUTS] * z)) / examples.length;
      into[SIZE - 1] += slope;
      for (int i = 0; i < UNITS; i++) {
        into[second + i] += slope * hidden[i];
        double back = slope * w[second + i] * (1 - hidden[i] * hidden[i]);
        into[UNITS * INPUTS + i] += back;
        for (int j = 0; j < INPUTS; j++) {
          into[i * INPUTS + j] += back * row[j];
        }
      }
    }
    for (int j = 0; j < SIZE; j++) {
      loss += DECAY * w[j] * w[j] / 2;
      into[j] += DECAY * w[j];
    }
    return loss;
  }
}
