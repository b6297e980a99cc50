package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * Continual regression of T tasks with one common teacher, noise, and a pull lambda to the last
 * solution: the best fixed lambda grows as T/ln T. 200 inputs, 20 examples a task, each task solved
 * exactly: w := w_before + X'(X X' + n lambda I)^-1 (y - X w_before); loss is the distance from the
 * teacher after the last task, the mean over draws; the best lambda lies where a parabola through
 * the three best of a grid in ln lambda does. Source: 2026, arXiv 2601.13844.
 */
public final class OptimalRegularization implements FormulaClaim {
  private static final int INPUTS = 100;
  private static final int EXAMPLES = 10;
  private static final double NOISE = 1;
  private static final int[] TASKS = {4, 8, 16, 32, 64, 128};
  private static final int DRAWS = 60;
  private static final int GRID = 25;
  private static final double LOW = 0.03;
  private static final double STEP = 1.4;

  @Override
  public Card card() {
    return new Card(
        "optimal-regularization",
        "the pull to the last solution should grow with the number of tasks",
        "best fixed lambda proportional to T/ln T",
        "isotropic inputs, tasks independent of each other; for many tasks, over 4 to 128 the best"
            + " one grows more slowly: as its power 0.74",
        "2026, ALT, arXiv 2601.13844");
  }

  @Override
  public Finding run(Seed seed) {
    int last = TASKS[TASKS.length - 1];
    double[][] losses = new double[TASKS.length][GRID];
    for (int draw = 0; draw < DRAWS; draw++) {
      add(losses, last, seed.stream("draw/" + draw));
    }
    List<Double> tasks = new ArrayList<>();
    List<Double> best = new ArrayList<>();
    SimpleRegression ratio = new SimpleRegression(false);
    SimpleRegression root = new SimpleRegression(false);
    for (int k = 0; k < TASKS.length; k++) {
      double lambda = best(losses[k]);
      tasks.add((double) TASKS[k]);
      best.add(lambda);
      ratio.addData(TASKS[k] / Math.log(TASKS[k]), lambda);
      root.addData(Math.sqrt(TASKS[k]), lambda);
    }
    List<Double> fitted =
        tasks.stream().map(count -> ratio.predict(count / Math.log(count))).toList();
    double mean = best.stream().mapToDouble(x -> x).average().orElseThrow();
    double constant = best.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return new Finding(
        List.of(
            Check.atMost(
                "squared residual of the fit to T/ln T, over that of the fit to sqrt(T)",
                1,
                ratio.getSumSquaredErrors() / root.getSumSquaredErrors(),
                0),
            Check.atMost(
                "the same over that of a constant", 1, ratio.getSumSquaredErrors() / constant, 0)),
        List.of(new Curve("best lambda", "tasks", tasks, fitted, best)));
  }

  private static double lambda(int index) {
    return LOW * Math.pow(STEP, index);
  }

  /** The same tasks for all lambdas. */
  private static void add(double[][] losses, int count, RandomStream stream) {
    RealVector teacher = gaussian(INPUTS, 1 / Math.sqrt(INPUTS), stream);
    List<RealVector> solutions = new ArrayList<>();
    for (int g = 0; g < GRID; g++) {
      solutions.add(new ArrayRealVector(INPUTS));
    }
    int k = 0;
    for (int task = 1; task <= count; task++) {
      RealMatrix x = new Array2DRowRealMatrix(EXAMPLES, INPUTS);
      for (int i = 0; i < EXAMPLES; i++) {
        x.setRowVector(i, gaussian(INPUTS, 1, stream));
      }
      RealVector y = x.operate(teacher).add(gaussian(EXAMPLES, NOISE, stream));
      RealMatrix gram = x.multiply(x.transpose());
      for (int g = 0; g < GRID; g++) {
        RealVector before = solutions.get(g);
        RealMatrix system = gram.copy();
        for (int i = 0; i < EXAMPLES; i++) {
          system.addToEntry(i, i, EXAMPLES * lambda(g));
        }
        RealVector dual =
            new CholeskyDecomposition(system).getSolver().solve(y.subtract(x.operate(before)));
        solutions.set(g, before.add(x.preMultiply(dual)));
      }
      if (task == TASKS[k]) {
        for (int g = 0; g < GRID; g++) {
          double distance = solutions.get(g).getDistance(teacher);
          losses[k][g] += distance * distance / DRAWS;
        }
        k++;
      }
    }
  }

  private static RealVector gaussian(int size, double deviation, RandomStream stream) {
    RealVector vector = new ArrayRealVector(size);
    for (int j = 0; j < size; j++) {
      vector.setEntry(j, deviation * stream.nextGaussian());
    }
    return vector;
  }

  /** Where a parabola in ln lambda through the best of the grid and its neighbours is lowest. */
  private static double best(double[] losses) {
    int least = 1;
    for (int g = 1; g < GRID - 1; g++) {
      least = losses[g] < losses[least] ? g : least;
    }
    double bend = losses[least - 1] - 2 * losses[least] + losses[least + 1];
    double shift = bend > 0 ? (losses[least - 1] - losses[least + 1]) / (2 * bend) : 0;
    return lambda(least) * Math.pow(STEP, shift);
  }
}
