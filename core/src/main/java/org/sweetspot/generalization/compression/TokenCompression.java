package org.sweetspot.generalization.compression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.generalization.bound.TokenBound;
import org.sweetspot.generalization.bound.TokenMessage;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Observer;

/**
 * Trains a language model in a random subspace, rounds it, and mixes its probabilities with equal
 * ones, so that the token bound is smallest. What the decoder draws, and what is paid for, are as
 * of {@link SubspaceCompression}; the smoothing costs the logarithm of how many are tried.
 *
 * @param dimension of the subspace, fixed before the data
 * @param training in the subspace
 */
public record TokenCompression(int dimension, TrainingRecipe training) {
  private static final double[] SMOOTHINGS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7};
  private static final int CHUNK = 50;

  /** At which delta steps and smoothings are compared; the bound itself holds for any. */
  private static final double DELTA = 0.05;

  /** Beside another training, as {@link SubspaceCompression#of(long, TrainingRecipe)}. */
  public static TokenCompression of(long parameters, TrainingRecipe beside) {
    SubspaceCompression like = SubspaceCompression.of(parameters, beside);
    return new TokenCompression(like.dimension(), like.training());
  }

  /**
   * Trains, rounds and sums losses; the problem must stand at its random start, and then holds the
   * decoder's network.
   *
   * @param seed fixed before the data were seen
   * @param observers of the training
   */
  public TokenMessage compress(Problem problem, Seed seed, List<? extends Observer> observers) {
    try (SubspaceProblem subspace =
        new SubspaceProblem(problem, dimension, seed.stream("compression/subspace"))) {
      return RoundedNetwork.of(
          subspace,
          training,
          seed.child("compression"),
          observers,
          code -> best(problem, code.bits()),
          message -> TokenBound.value(message, DELTA));
    }
  }

  /** The smoothing at which the bound is smallest. */
  private static TokenMessage best(Problem problem, Map<String, Double> code) {
    Map<String, Double> bits = new LinkedHashMap<>(code);
    bits.put("smoothing", Math.log(SMOOTHINGS.length) / Math.log(2));
    double[] losses = new double[SMOOTHINGS.length];
    long tokens = sum(problem, Split.TRAIN, SMOOTHINGS, losses);
    int vocabulary = classes(problem);
    TokenMessage best = null;
    for (int s = 0; s < losses.length; s++) {
      TokenMessage message =
          new TokenMessage(losses[s] / tokens, tokens, vocabulary, SMOOTHINGS[s], bits);
      if (best == null || TokenBound.value(message, DELTA) < TokenBound.value(best, DELTA)) {
        best = message;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** The mean loss on a split of the network that stands in the problem, smoothed. */
  public static double loss(Problem problem, Split split, double smoothing) {
    double[] losses = new double[1];
    long tokens = sum(problem, split, new double[] {smoothing}, losses);
    return losses[0] / tokens;
  }

  private static int classes(Problem problem) {
    return outputs(problem).predictions(Batch.of(Split.TRAIN, 0), Mode.EVALUATE).classes();
  }

  private static Outputs outputs(Problem problem) {
    return problem
        .ability(Outputs.class)
        .orElseThrow(
            () -> new IllegalArgumentException("tokens: expected a language model, got another"));
  }

  /** Adds the losses of all tokens for each smoothing; answers how many tokens. */
  private static long sum(Problem problem, Split split, double[] smoothings, double[] losses) {
    Outputs outputs = outputs(problem);
    int size = problem.size(split);
    long tokens = 0;
    for (int from = 0; from < size; from += CHUNK) {
      Predictions rows =
          outputs.predictions(
              Batch.range(split, from, Math.min(size, from + CHUNK)), Mode.EVALUATE);
      tokens += rows.rows();
      for (int row = 0; row < rows.rows(); row++) {
        double probability = probability(rows, row);
        for (int s = 0; s < smoothings.length; s++) {
          losses[s] -= Math.log((1 - smoothings[s]) * probability + smoothings[s] / rows.classes());
        }
      }
    }
    return tokens;
  }

  private static double probability(Predictions rows, int row) {
    double largest = rows.logit(row, rows.predicted(row));
    double sum = 0;
    for (int column = 0; column < rows.classes(); column++) {
      sum += Math.exp(rows.logit(row, column) - largest);
    }
    return Math.exp(rows.logit(row, rows.label(row)) - largest) / sum;
  }
}
