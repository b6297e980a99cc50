package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.StepCount;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/**
 * A laboratory that trains by the program's own AdamW, and whose answers are formulas.
 *
 * <p>The training loss is |w - 1|^2 / 2 in d dimensions from w = 0, and a batch of B adds
 * independent Gaussian noise of variance sigma^2 / B to each component of its gradient. Adam
 * divides by the root of u, its average of the gradient's mean square sigma^2 / B + (1 - m)^2 + v,
 * so that mean m and variance v of a component follow, with a = 1 - eta (1 / sqrt(u) + lambda),
 *
 * <pre>
 * m := a m + eta / sqrt(u),  v := a^2 v + eta^2 sigma^2 / (B u).
 * </pre>
 *
 * <p>What is right is q = {@value #RIGHT} and not 1, so that fitting the training data exactly is
 * too far: the accuracy is 1 - ((m - q)^2 + v) / q^2. Where the noise outweighs the gradient, 1 /
 * sqrt(u) is k = sqrt(B) / sigma, the end of a long training is m = k / (k + lambda), and the best
 * decay is lambda = k (1 - q) / q, which grows as sqrt(B). Over as many examples the best rate does
 * so too: progress is eta k T, and v is eta / (2 (k + lambda)).
 */
final class AdaptiveBowl implements Laboratory {
  static final double RIGHT = 0.9;
  static final double DEVIATION = 40;
  static final int EXAMPLES = 4096;
  private static final int DIMENSIONS = 100;
  private static final double BETA = 0.999;

  /** Plain AdamW without a first moment. */
  static Recipe recipe(int batch, double rate, double decay, int epochs) {
    return RecipeReader.parse(
        "bowl.yaml",
        """
        name: bowl
        data: {source: digits, split: {validation: 300}}
        model: {kind: mlp, hidden: [8]}
        training:
          batch: %d
          optimizer: {kind: adamw, rate: %s, beta1: 0, weight-decay: %s}
          budget: %d epochs
        """
            .formatted(batch, rate, decay, epochs));
  }

  /** The expected accuracy. */
  static double truth(double rate, double decay, double batch, long steps) {
    double noise = DEVIATION * DEVIATION / batch;
    double mean = 0;
    double variance = 0;
    double square = 0;
    double forgotten = 1;
    for (long step = 0; step < steps; step++) {
      double expected = noise + (1 - mean) * (1 - mean) + variance;
      square = BETA * square + (1 - BETA) * expected;
      forgotten *= BETA;
      double root = Math.sqrt(square / (1 - forgotten));
      double a = 1 - rate * (1 / root + decay);
      mean = a * mean + rate / root;
      variance = a * a * variance + rate * rate * noise / (root * root);
    }
    return 1 - ((mean - RIGHT) * (mean - RIGHT) + variance) / (RIGHT * RIGHT);
  }

  /** The same of a recipe. */
  static double truth(Recipe recipe) {
    OptimizerRecipe optimizer = recipe.training().optimizer();
    return truth(
        optimizer.rate(),
        optimizer.weightDecay(),
        recipe.training().batch(),
        StepCount.of(recipe.training(), EXAMPLES));
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
    Bowl bowl = new Bowl(new Seed(recipe.seed()).stream("bowl"));
    List<Evaluation> curve = new ArrayList<>();
    long steps;
    try (Training training = Training.start(recipe, bowl)) {
      long pace = Math.max(1, training.plannedSteps() / 10);
      while (training.advance()) {
        if (training.step() % pace == 0) {
          Evaluation.Score score = new Evaluation.Score(1 - accuracy(bowl), accuracy(bowl));
          curve.add(
              new Evaluation(
                  training.step(),
                  (double) training.step() * recipe.training().batch() / EXAMPLES,
                  Map.of(Split.TRAIN, score, Split.VALIDATION, score, Split.TEST, score)));
        }
      }
      steps = training.step();
    }
    double accuracy = accuracy(bowl);
    return new ArmRun(
        recipe.seed(),
        1 - accuracy,
        accuracy,
        accuracy,
        accuracy,
        1 - accuracy,
        steps,
        steps * recipe.training().batch(),
        1,
        false,
        curve);
  }

  private static double accuracy(Bowl bowl) {
    double sum = 0;
    for (double w : bowl.weights.toArray()) {
      sum += (w - RIGHT) * (w - RIGHT);
    }
    return Math.max(0, 1 - sum / DIMENSIONS / (RIGHT * RIGHT));
  }

  @Override
  public List<Measurement> measure(Recipe recipe) {
    return List.of();
  }

  @Override
  public Readings read(Recipe recipe) {
    double noise = DIMENSIONS * DEVIATION * DEVIATION;
    double signal = DIMENSIONS * (1 - RIGHT) * (1 - RIGHT);
    return new Readings(List.of(new Reading(0.5, noise, 0, signal, 0, 1, 0)), DIMENSIONS);
  }

  /** The bowl, with the noise of its batches. */
  private static final class Bowl implements Problem {
    private final ArrayVector weights = ArraySpace.of("weights", DIMENSIONS).zero();
    private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();
    private final RandomStream stream;

    Bowl(RandomStream stream) {
      this.stream = stream;
    }

    @Override
    public ParameterVector parameters() {
      return weights;
    }

    @Override
    public ParameterVector buffers() {
      return buffers;
    }

    @Override
    public int size(Split split) {
      return split == Split.TRAIN ? EXAMPLES : 0;
    }

    @Override
    public double loss(Batch batch, Mode mode) {
      double sum = 0;
      for (double w : weights.toArray()) {
        sum += (w - 1) * (w - 1) / 2;
      }
      return sum;
    }

    @Override
    public double gradient(Batch batch, Mode mode, ParameterVector into) {
      double[] gradient = weights.toArray();
      double noise = DEVIATION / Math.sqrt(batch.size());
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] += noise * stream.nextGaussian() - 1;
      }
      into.set(gradient);
      return loss(batch, mode);
    }

    @Override
    public void close() {}
  }
}
