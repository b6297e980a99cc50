package org.sweetspot.training;

import java.util.Arrays;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.WorkersRecipe;

/**
 * How long the pieces of several workers take, and after which time waiting costs more than it
 * brings.
 *
 * <p>A worker computes its pieces one after another; latencies are independent, 1 on average. With
 * T the time at which the last worker of an update is ready, c that of the communication and n(t)
 * the pieces ready at t, waiting until t gives
 *
 * <p>throughput(t) = sum n(t) / sum (min(t, T) + c), over updates,
 *
 * <p>and the best t is where it is largest. Error: over 1,000 drawn updates, some tenths of a
 * percent of the throughput. Cost: as many times workers times pieces, once. Source: Giladi et al.,
 * "DropCompute" (NeurIPS 2023), algorithm 2, with their mean of ratios replaced by the ratio of
 * means, which is the throughput in the long run.
 *
 * @param recipe the workers
 */
public record WorkerLatencies(WorkersRecipe.Dropping recipe) {
  private static final int UPDATES = 1000;
  private static final int CHOICES = 400;

  /** When each worker has its pieces ready, in one update: workers x pieces, ascending in a row. */
  double[][] ready(RandomStream stream) {
    double[][] ready = new double[recipe.count()][recipe.pieces()];
    for (double[] worker : ready) {
      double time = 0;
      for (int i = 0; i < worker.length; i++) {
        time += latency(stream);
        worker[i] = time;
      }
    }
    return ready;
  }

  private double latency(RandomStream stream) {
    double spread = recipe.spread();
    return switch (recipe.latency()) {
      case LOGNORMAL -> StrictMath.exp(spread * stream.nextGaussian() - spread * spread / 2);
      // x = (1 - s) u^-s has the mean 1, and its logarithm the deviation s.
      case PARETO -> (1 - spread) * StrictMath.pow(1 - stream.nextDouble(), -spread);
    };
  }

  /** After which time pieces are dropped: the recipe's, or the best. */
  public double threshold() {
    return recipe.threshold() > 0 ? recipe.threshold() : best().threshold();
  }

  /** The threshold with the largest throughput. */
  public Choice best() {
    double[][][] updates = drawn();
    double longest = 0;
    for (double[][] ready : updates) {
      longest = Math.max(longest, last(ready));
    }
    Choice waiting = at(updates, longest);
    Choice best = waiting;
    double shortest = recipe.pieces() / 4.0;
    for (int k = 0; k < CHOICES; k++) {
      double threshold = shortest * StrictMath.pow(longest / shortest, k / (double) CHOICES);
      Choice choice = at(updates, threshold);
      best = choice.speed() > best.speed() ? choice : best;
    }
    return best.over(waiting);
  }

  /** What waiting until the recipe's threshold gives, beside waiting for all. */
  public Choice chosen() {
    if (recipe.threshold() == 0) {
      return best();
    }
    double[][][] updates = drawn();
    return at(updates, recipe.threshold()).over(at(updates, Double.POSITIVE_INFINITY));
  }

  private double[][][] drawn() {
    RandomStream stream = new Seed(0).stream("training/worker-latencies");
    double[][][] updates = new double[UPDATES][][];
    Arrays.setAll(updates, i -> ready(stream));
    return updates;
  }

  private Choice at(double[][][] updates, double threshold) {
    double pieces = 0;
    double time = 0;
    for (double[][] ready : updates) {
      int count = 0;
      for (double[] worker : ready) {
        for (double moment : worker) {
          count += moment <= threshold ? 1 : 0;
        }
      }
      pieces += count;
      time += Math.min(threshold, last(ready)) + recipe.communication();
    }
    double all = (double) updates.length * recipe.count() * recipe.pieces();
    return new Choice(threshold, pieces / all, pieces / time);
  }

  private static double last(double[][] ready) {
    double last = 0;
    for (double[] worker : ready) {
      last = Math.max(last, worker[worker.length - 1]);
    }
    return last;
  }

  /**
   * What a threshold gives.
   *
   * @param threshold the time
   * @param share of the pieces that are ready by then
   * @param speed pieces in a unit of time; from {@link #best} and {@link #chosen}, over that of
   *     waiting for all
   */
  public record Choice(double threshold, double share, double speed) {
    private Choice over(Choice other) {
      return new Choice(threshold, share, speed / other.speed());
    }
  }
}
