package org.sweetspot.generalization.compression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.sweetspot.generalization.bound.BinaryKl;
import org.sweetspot.generalization.bound.CompressedNetwork;
import org.sweetspot.generalization.posterior.MonteCarloRisk;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Observer;
import org.sweetspot.training.Training;

/** A training of few numbers, rounded to the grid at which a bound is smallest. */
final class RoundedNetwork {
  private static final int FINEST = -10;
  private static final int COARSEST = 1;
  private static final int CHUNK = 1000;

  private RoundedNetwork() {}

  /**
   * Trains, rounds and counts errors; the decoder's network then stands in the problem inside.
   *
   * @param inner the problem inside, a classifier
   * @param few the numbers that are trained and paid for
   * @param seed of the training
   */
  static CompressedNetwork of(
      Problem inner,
      Reparametrized few,
      TrainingRecipe training,
      Seed seed,
      List<? extends Observer> observers) {
    return of(
        few,
        training,
        seed,
        observers,
        code -> network(inner, code),
        network ->
            BinaryKl.upper(
                (double) network.errors() / network.of(),
                network.length() * Math.log(2) / network.of()));
  }

  /**
   * The same with another bound.
   *
   * @param network what is known of the network of a code, which stands in the problem inside
   * @param bound to be smallest
   */
  static <N> N of(
      Reparametrized few,
      TrainingRecipe training,
      Seed seed,
      List<? extends Observer> observers,
      Function<GridCode, N> network,
      ToDoubleFunction<N> bound) {
    try (Training run = Training.start(training, AugmentationRecipe.NONE, few, seed)) {
      run.run(observers);
    }
    double[] found = few.parameters().toArray();
    N best = null;
    double least = Double.POSITIVE_INFINITY;
    double[] decoded = found;
    for (int exponent = FINEST; exponent <= COARSEST; exponent++) {
      GridCode code = GridCode.of(found, exponent);
      few.place(code.decoded());
      N one = network.apply(code);
      double value = bound.applyAsDouble(one);
      if (best == null || value < least) {
        best = one;
        least = value;
        decoded = code.decoded();
      }
    }
    few.place(decoded);
    return Objects.requireNonNull(best);
  }

  private static CompressedNetwork network(Problem problem, GridCode code) {
    int size = problem.size(Split.TRAIN);
    int wrong = 0;
    for (int from = 0; from < size; from += CHUNK) {
      wrong +=
          MonteCarloRisk.wrong(
              problem, Batch.range(Split.TRAIN, from, Math.min(size, from + CHUNK)));
    }
    Map<String, Double> bits = new LinkedHashMap<>(code.bits());
    return new CompressedNetwork(wrong, size, bits, List.of());
  }
}
