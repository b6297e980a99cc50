package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Schedule;
import org.sweetspot.training.StepCount;

/**
 * A laboratory whose answers are formulas: plain SGD on h |w|^2 / 2 in d dimensions from w = (1,
 * ..., 1), where a batch of B adds independent Gaussian noise of variance sigma^2 / B to each
 * component of the gradient. After T steps at rate eta, with a = 1 - eta h,
 *
 * <pre>
 * E |w|^2 / d = a^(2 T) + eta^2 sigma^2 / B (1 - a^(2 T)) / (1 - a^2),
 * </pre>
 *
 * and "accuracy" is 1 - |w|^2 / d, at least 0. The runs simulate every step.
 */
final class NoisyQuadratic implements Laboratory {
  static final int EXAMPLES = 1024;
  static final int DIMENSIONS = 200;
  private static final int READINGS = 8;

  private final double curvature;
  private final double deviation;
  private int trainings;

  NoisyQuadratic(double curvature, double deviation) {
    this.curvature = curvature;
    this.deviation = deviation;
  }

  /** The expected accuracy after so many steps at a constant rate. */
  double truth(double rate, double batch, double steps) {
    double a = 1 - rate * curvature;
    double left = Math.pow(a, 2 * steps);
    double noise = rate * rate * deviation * deviation / batch * (1 - left) / (1 - a * a);
    return 1 - left - noise;
  }

  /** The same of a recipe without schedule. */
  double truth(Recipe recipe) {
    return truth(
        recipe.training().optimizer().rate(),
        recipe.training().batch(),
        (double) StepCount.of(recipe.training(), EXAMPLES));
  }

  /** How many trainings were asked for. */
  int trainings() {
    return trainings;
  }

  @Override
  public int trainingExamples(Recipe recipe) {
    return EXAMPLES;
  }

  @Override
  public int validationExamples(Recipe recipe) {
    return 500;
  }

  @Override
  public int testExamples(Recipe recipe) {
    return 500;
  }

  @Override
  public int classes(Recipe recipe) {
    return 10;
  }

  @Override
  public ArmRun train(Recipe recipe, DoubleConsumer progress) {
    trainings++;
    long steps = StepCount.of(recipe.training(), EXAMPLES);
    Schedule schedule =
        new Schedule(recipe.training().schedule(), BatchSizes.of(recipe.training(), EXAMPLES));
    RandomStream stream = new Seed(recipe.seed()).stream("quadratic");
    double noise = deviation / Math.sqrt(recipe.training().batch());
    double[] w = new double[DIMENSIONS];
    java.util.Arrays.fill(w, 1);
    List<Evaluation> curve = new ArrayList<>();
    for (long s = 1; s <= steps; s++) {
      double rate = recipe.training().optimizer().rate() * schedule.factor(s, (s - 1.0) / steps, 0);
      for (int j = 0; j < w.length; j++) {
        w[j] -= rate * (curvature * w[j] + noise * stream.nextGaussian());
      }
      if (s % Math.max(1, steps / 10) == 0 || s == steps) {
        Evaluation.Score score = new Evaluation.Score(square(w), accuracy(w));
        curve.add(
            new Evaluation(
                s,
                (double) s * recipe.training().batch() / EXAMPLES,
                Map.of(Split.TRAIN, score, Split.VALIDATION, score, Split.TEST, score)));
      }
    }
    boolean diverged = !(square(w) < 1e3);
    double accuracy = diverged ? 0 : accuracy(w);
    return new ArmRun(
        recipe.seed(),
        diverged ? Double.POSITIVE_INFINITY : square(w),
        accuracy,
        accuracy,
        accuracy,
        square(w),
        steps,
        steps * recipe.training().batch(),
        1,
        diverged,
        curve);
  }

  @Override
  public List<Measurement> measure(Recipe recipe) {
    return List.of();
  }

  @Override
  public Readings read(Recipe recipe) {
    List<Reading> points = new ArrayList<>();
    double steps = StepCount.of(recipe.training(), EXAMPLES);
    double noise = DIMENSIONS * deviation * deviation;
    for (int i = 0; i <= READINGS; i++) {
      double square =
          1
              - truth(
                  recipe.training().optimizer().rate(),
                  recipe.training().batch(),
                  steps * i / READINGS);
      double signal = curvature * curvature * DIMENSIONS * square;
      points.add(new Reading((double) i / READINGS, noise, 0, signal, 0, curvature, 0));
    }
    return new Readings(points);
  }

  private static double square(double[] w) {
    double sum = 0;
    for (double value : w) {
      sum += value * value;
    }
    return sum / w.length;
  }

  private static double accuracy(double[] w) {
    return Math.max(0, 1 - square(w));
  }

  /** A recipe of plain SGD; only batch, rate and length matter to this laboratory. */
  static Recipe recipe(int batch, double rate, Span budget) {
    Recipe sample = SampleRecipes.cnn("{kind: sgd, rate: 0.1}");
    return sample
        .withTraining(
            sample
                .training()
                .withBatch(batch)
                .withBudget(budget)
                .withOptimizer(new OptimizerRecipe.Sgd(rate, 0, false, 0, false)))
        .withModel(sample.model().withNormalization(org.sweetspot.recipe.NormalizationRecipe.NONE));
  }
}
