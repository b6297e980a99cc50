package org.sweetspot.measure;

import java.util.EnumMap;
import java.util.Map;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.trajectory.ArrayTrajectory;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ParameterVector;

/** Small problems for tests of measures. */
public final class Fixtures {
  private Fixtures() {}

  /** Softmax regression on three overlapping clouds, at random weights. */
  public static SoftmaxRegression classifier(int train, int test) {
    Map<Split, SoftmaxRegression.Table> tables = new EnumMap<>(Split.class);
    RandomStream stream = new Seed(11).stream("clouds");
    tables.put(Split.TRAIN, clouds(train, stream));
    if (test > 0) {
      tables.put(Split.TEST, clouds(test, stream));
    }
    SoftmaxRegression problem = new SoftmaxRegression(3, 0, tables);
    problem.parameters().set(problem.space().gaussian(stream)).scale(0.3);
    return problem;
  }

  private static SoftmaxRegression.Table clouds(int size, RandomStream stream) {
    double[][] inputs = new double[size][4];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = stream.nextInt(3);
      for (int j = 0; j < 4; j++) {
        inputs[i][j] = (j == labels[i] ? 1.5 : 0) + stream.nextGaussian();
      }
    }
    return new SoftmaxRegression.Table(inputs, labels);
  }

  /** A bowl with these curvatures and random centres, at weights away from the minimum. */
  public static Quadratic bowl(int examples, double... curvatures) {
    RandomStream stream = new Seed(12).stream("centres");
    double[][] matrix = new double[curvatures.length][curvatures.length];
    double[][] centres = new double[examples][curvatures.length];
    double[] weights = new double[curvatures.length];
    for (int j = 0; j < curvatures.length; j++) {
      matrix[j][j] = curvatures[j];
      weights[j] = 1;
      for (int i = 0; i < examples; i++) {
        centres[i][j] = stream.nextGaussian();
      }
    }
    Quadratic bowl = new Quadratic(matrix, centres);
    bowl.parameters().set(weights);
    return bowl;
  }

  /** Five states that turn away from the initial weights. */
  public static Trajectory spiral(ParameterVector initial) {
    double[] start = initial.toArray();
    double[][] states = new double[5][];
    for (int i = 0; i < states.length; i++) {
      double[] state = start.clone();
      state[0] += i * Math.cos(i);
      state[1] += i * Math.sin(i);
      states[i] = state;
    }
    return new ArrayTrajectory("a spiral", states);
  }

  /** A context with default settings. */
  public static MeasureContext context(Problem problem) {
    return context(problem, TrainingFacts.UNKNOWN);
  }

  /** A context in which something is known of the training. */
  public static MeasureContext context(Problem problem, TrainingFacts facts) {
    return new MeasureContext(problem, facts, MeasureSettings.DEFAULT, new Seed(5));
  }

  /** Plain SGD or heavy ball, batch 8. */
  public static TrainingFacts sgd(double rate, double momentum) {
    return new TrainingFacts(
        new OptimizerRecipe.Sgd(rate, momentum, false, 0, false), 8, null, null);
  }

  /** The empirical Fisher matrix of the first training examples. */
  public static double[][] fisher(SoftmaxRegression problem, int examples) {
    int p = Math.toIntExact(problem.space().dimension());
    double[][] fisher = new double[p][p];
    problem.gradients(
        Batch.range(Split.TRAIN, 0, examples),
        (position, vector) -> {
          double[] gradient = vector.toArray();
          for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
              fisher[i][j] += gradient[i] * gradient[j] / examples;
            }
          }
        });
    return fisher;
  }

  /** The Hessian over a whole split, entry by entry. */
  public static <P extends Problem & SecondOrder> double[][] hessian(P problem, Split split) {
    Batch batch = Batch.range(split, 0, problem.size(split));
    int p = (int) problem.space().dimension();
    double[][] matrix = new double[p][];
    try (Linearization graph = problem.linearize(batch, Mode.EVALUATE);
        ParameterVector image = problem.space().zero();
        ParameterVector unit = problem.space().zero()) {
      for (int j = 0; j < p; j++) {
        double[] entries = new double[p];
        entries[j] = 1;
        graph.apply(unit.set(entries), image);
        matrix[j] = image.toArray();
      }
    }
    return matrix;
  }

  /** The single number of a measurement. */
  public static double scalar(Measurement measurement) {
    if (measurement.value() instanceof Value.Scalar scalar) {
      return scalar.value();
    }
    throw new AssertionError("expected one number, got " + measurement);
  }

  /** The error of a single number. */
  public static double error(Measurement measurement) {
    if (measurement.error() instanceof Value.Scalar scalar) {
      return scalar.value();
    }
    throw new AssertionError("expected an error, got " + measurement);
  }

  /** A named number of a measurement. */
  public static double part(Measurement measurement, String name) {
    if (measurement.value() instanceof Value.Named named && named.values().containsKey(name)) {
      return named.values().get(name);
    }
    throw new AssertionError("expected " + name + ", got " + measurement);
  }

  /** The error of a named number. */
  public static double partError(Measurement measurement, String name) {
    if (measurement.error() instanceof Value.Named named && named.values().containsKey(name)) {
      return named.values().get(name);
    }
    throw new AssertionError("expected an error of " + name + ", got " + measurement);
  }
}
