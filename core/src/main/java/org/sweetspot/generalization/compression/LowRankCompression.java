package org.sweetspot.generalization.compression;

import java.util.List;
import org.sweetspot.generalization.bound.LowRankNetwork;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Observer;

/**
 * Trains products of low rank beside random weight matrices, and rounds their factors to the grid
 * at which the Occam bound is smallest. Start and the factors' random part are drawn by the decoder
 * from a seed that is fixed before the data; what is trained, the grid and the choice of the step
 * are paid for, offsets included. Source: Hu et al. 2022, ICLR, for the factors; Lotfi et al. 2024,
 * for bounds from them. Cost: one training, and a pass over the training examples for each step
 * tried.
 *
 * @param rank fixed before the data
 * @param training of the factors
 */
public record LowRankCompression(int rank, TrainingRecipe training) {
  /** Checks the rank. */
  public LowRankCompression {
    if (rank < 1) {
      throw new IllegalArgumentException("compression: expected a rank of 1 or more, got " + rank);
    }
  }

  /** As certificates use it: rank 1, trained as {@link SubspaceCompression} is. */
  public static LowRankCompression of(TrainingRecipe beside) {
    return new LowRankCompression(1, SubspaceCompression.of(1, beside.batch(), 10).training());
  }

  /**
   * Trains, rounds and counts; the problem must stand at its random start, and then holds the
   * decoder's network.
   *
   * @param seed fixed before the data were seen
   * @param observers of the training
   */
  public LowRankNetwork compress(Problem problem, Seed seed, List<? extends Observer> observers) {
    try (LowRankProblem factors =
        new LowRankProblem(problem, rank, seed.stream("compression/factors"))) {
      return new LowRankNetwork(
          RoundedNetwork.of(problem, factors, training, seed.child("low rank"), observers), rank);
    }
  }
}
