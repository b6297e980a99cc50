package org.sweetspot.training;

import java.util.Arrays;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient over those examples of a batch that workers have computed by the threshold ({@link
 * WorkerLatencies}), as a mean over them: what comes later is dropped. Where nothing is ready by
 * then, the first piece is waited for. Which examples are dropped does not depend on what they are,
 * so that the gradient is right on average and noisier.
 *
 * <p>Update s draws latencies from the stream "training/latencies/s" of the run's seed; there is no
 * state. The examples that came in are computed together.
 */
final class DroppedWork extends GradientAround {
  private final WorkersRecipe.Dropping recipe;
  private final WorkerLatencies latencies;
  private final double threshold;
  private final int copies;
  private final Seed seed;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   */
  DroppedWork(GradientSource inner, WorkersRecipe.Dropping recipe, int copies, Seed seed) {
    super(inner);
    this.recipe = recipe;
    this.latencies = new WorkerLatencies(recipe);
    this.threshold = latencies.threshold();
    this.copies = copies;
    this.seed = seed;
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    RandomStream stream = seed.stream("training/latencies/" + update.step());
    int[] positions = cameIn(latencies.ready(stream), batch.size() / copies);
    return inner.take(
        positions.length == batch.size() ? batch : batch.at(positions), mode, update, into);
  }

  private int[] cameIn(double[][] ready, int examples) {
    double limit = threshold;
    int pieces = recipe.count() * recipe.pieces();
    // A batch smaller than the number of pieces leaves some of them empty.
    double first = Double.POSITIVE_INFINITY;
    for (int i = 0; i < pieces; i++) {
      if (begin(i + 1, pieces, examples) > begin(i, pieces, examples)) {
        first = Math.min(first, ready[i / recipe.pieces()][i % recipe.pieces()]);
      }
    }
    limit = Math.max(limit, first);
    int[] positions = new int[examples * copies];
    int count = 0;
    for (int i = 0; i < pieces; i++) {
      if (ready[i / recipe.pieces()][i % recipe.pieces()] <= limit) {
        int end = begin(i + 1, pieces, examples) * copies;
        for (int k = begin(i, pieces, examples) * copies; k < end; k++) {
          positions[count++] = k;
        }
      }
    }
    return Arrays.copyOf(positions, count);
  }

  private static int begin(int piece, int pieces, int examples) {
    return (int) ((long) examples * piece / pieces);
  }
}
