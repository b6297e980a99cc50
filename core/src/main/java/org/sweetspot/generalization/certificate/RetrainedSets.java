package org.sweetspot.generalization.certificate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.sweetspot.generalization.bound.RandomSetStability;
import org.sweetspot.generalization.posterior.ExampleSubset;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterVector;

/**
 * Trains again with a block of the examples replaced, with the same start, order and noise, and
 * compares what the trainings visited in their later halves. The spare examples are the last ones
 * of the training split, which the first training does not see. Cost: 1 + r trainings, and a
 * forward pass over the test split for each of their states.
 */
final class RetrainedSets {
  private static final int STATES = 20;
  private static final int MOST_EXAMPLES = 1000;
  private static final int CHUNK = 500;

  /** A block is this part of the examples. */
  private static final int PART = 10;

  private final Problem problem;
  private final TrainingRecipe recipe;
  private final Seed seed;

  RetrainedSets(Problem problem, TrainingRecipe recipe, Seed seed) {
    this.problem = problem;
    this.recipe = recipe;
    this.seed = seed;
  }

  /**
   * The outcome.
   *
   * @param stability of the set
   * @param gap the largest that was seen on the test split, over the first training's states
   */
  record Outcome(RandomSetStability stability, double gap) {}

  /**
   * Trains; the weights are moved.
   *
   * @param initial random weights
   * @param retrainings with examples replaced, from 1 to 9
   */
  Outcome of(ParameterVector initial, int retrainings, Phases phases) {
    int all = problem.size(Split.TRAIN);
    int block = Math.max(1, all / (PART + 1));
    int[] first = new int[all - block];
    Arrays.setAll(first, i -> i);
    List<double[]> visited = new ArrayList<>();
    double[] gap = {Double.NEGATIVE_INFINITY};
    train(
        initial,
        first,
        phases.begin("with all examples"),
        losses -> {
          visited.add(losses);
          double seen = Sample.mean(losses(Split.TRAIN, first.length));
          gap[0] = Math.max(gap[0], Sample.mean(losses) - seen);
        });
    double[] distances = new double[retrainings];
    double[] radii = new double[visited.size()];
    for (int r = 0; r < retrainings; r++) {
      int[] other = first.clone();
      for (int i = 0; i < block; i++) {
        other[r * block + i] = first.length + i;
      }
      List<double[]> again = new ArrayList<>();
      train(initial, other, phases.begin("with block " + (r + 1) + " replaced"), again::add);
      distances[r] = distance(visited, again);
      double[] own = radii(again);
      for (int k = 0; k < radii.length; k++) {
        // A retraining that ended early is covered by as many balls as it has states.
        radii[k] += (k < own.length ? own[k] : 0) / retrainings;
      }
    }
    double error = retrainings < 2 ? Double.NaN : Sample.standardError(distances);
    double mean = Sample.mean(distances);
    RandomSetStability best =
        Stream.iterate(1, balls -> balls <= radii.length, balls -> balls + 1)
            .map(
                balls ->
                    new RandomSetStability(
                        first.length,
                        block,
                        radii.length,
                        mean,
                        error,
                        retrainings,
                        radii[balls - 1],
                        balls))
            .min((a, b) -> Double.compare(a.bound(), b.bound()))
            .orElseThrow();
    return new Outcome(best, gap[0]);
  }

  /** Takes the losses of a state on the test split. */
  @FunctionalInterface
  private interface Visit {
    void at(double[] losses);
  }

  private void train(
      ParameterVector initial, int[] examples, List<? extends Observer> observers, Visit visit) {
    problem.parameters().set(initial);
    int held = Math.min(MOST_EXAMPLES, problem.size(Split.TEST));
    try (ExampleSubset subset = new ExampleSubset(problem, examples);
        Training training =
            Training.start(recipe, AugmentationRecipe.NONE, subset, seed.child("retrained"))) {
      long planned = training.plannedSteps();
      long every = Math.max(1, planned / (2L * STATES));
      List<Observer> watching = new ArrayList<>(observers);
      watching.add(
          new Observer() {
            @Override
            public void stepped(Problem moved, StepReport report) {
              long left = planned - report.step();
              if (left % every == 0 && left / every < STATES) {
                visit.at(losses(Split.TEST, held));
              }
            }
          });
      training.run(watching);
    }
  }

  /** 1 - p(label) of the first examples of a split. */
  private double[] losses(Split split, int count) {
    Outputs outputs = problem.ability(Outputs.class).orElseThrow();
    double[] losses = new double[count];
    for (int from = 0; from < count; from += CHUNK) {
      Predictions rows =
          outputs.predictions(
              Batch.range(split, from, Math.min(count, from + CHUNK)), Mode.EVALUATE);
      for (int row = 0; row < rows.rows(); row++) {
        double largest = rows.logit(row, rows.predicted(row));
        double sum = 0;
        for (int column = 0; column < rows.classes(); column++) {
          sum += Math.exp(rows.logit(row, column) - largest);
        }
        losses[from + row] = 1 - Math.exp(rows.logit(row, rows.label(row)) - largest) / sum;
      }
    }
    return losses;
  }

  /** The largest distance of a state of the one set from the nearest of the other. */
  static double distance(List<double[]> from, List<double[]> to) {
    double largest = 0;
    for (double[] state : from) {
      double nearest = Double.POSITIVE_INFINITY;
      for (double[] other : to) {
        nearest = Math.min(nearest, apart(state, other));
      }
      largest = Math.max(largest, nearest);
    }
    return largest;
  }

  /** The radius at which 1, 2, ... balls about states cover all, the next center the farthest. */
  static double[] radii(List<double[]> states) {
    double[] radii = new double[states.size()];
    double[] nearest = new double[states.size()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int center = 0;
    for (int k = 0; k < radii.length; k++) {
      int farthest = 0;
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = Math.min(nearest[i], apart(states.get(i), states.get(center)));
        farthest = nearest[i] > nearest[farthest] ? i : farthest;
      }
      radii[k] = nearest[farthest];
      center = farthest;
    }
    return radii;
  }

  private static double apart(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
