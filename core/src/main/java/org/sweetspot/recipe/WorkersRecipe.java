package org.sweetspot.recipe;

/**
 * By how many workers an update's batch is computed, and how their work comes together. The batch
 * stays what it is: each worker takes an equal part of it.
 */
public sealed interface WorkersRecipe
    permits WorkersRecipe.None, WorkersRecipe.Local, WorkersRecipe.Dropping {
  /** One worker, or several whose gradients are all waited for, which is the same. */
  WorkersRecipe NONE = new None();

  /** In how many parts a batch is cut; each may be computed alone. */
  int parts();

  /** One worker. */
  record None() implements WorkersRecipe {
    @Override
    public int parts() {
      return 1;
    }
  }

  /**
   * Local SGD with an outer optimizer (DiLoCo): each worker trains weights of its own, and after
   * every period the mean of their steps moves the common weights, from which all go on.
   *
   * @param count of workers
   * @param period in updates
   * @param outerRate factor on the mean step; 1 is the plain mean of the weights
   * @param outerMomentum of the mean steps
   * @param nesterov the outer momentum's form
   */
  record Local(
      int count,
      int period,
      @Default("1") double outerRate,
      @Default("0") double outerMomentum,
      @Default("true") boolean nesterov)
      implements WorkersRecipe {
    /** Checks the numbers. */
    public Local {
      requireCount(count);
      Require.that(period >= 1, "period", "1 update or more", period);
      Require.that(Double.isFinite(outerRate) && outerRate > 0, "outer-rate", "above 0", outerRate);
      Require.that(
          outerMomentum >= 0 && outerMomentum < 1,
          "outer-momentum",
          "at least 0, below 1",
          outerMomentum);
    }

    @Override
    public int parts() {
      return count;
    }
  }

  /**
   * Synchronous workers that are not waited for beyond a threshold: what they have not computed by
   * then is dropped, and the gradient is the mean over the rest (DropCompute).
   *
   * @param count of workers
   * @param pieces that each worker's part is computed in
   * @param latency how long a piece takes, 1 on average
   * @param spread the standard deviation of a latency's logarithm
   * @param communication how long the exchange of gradients takes, in the same unit
   * @param threshold after which no piece is waited for, in the same unit; 0 for the one with the
   *     most examples a second
   */
  record Dropping(
      int count,
      int pieces,
      @Default("lognormal") Latency latency,
      @Default("0.8") double spread,
      @Default("0.5") double communication,
      @Default("0") double threshold)
      implements WorkersRecipe {
    private static final int MOST_PIECES = 1000;

    /** Checks the numbers. */
    public Dropping {
      requireCount(count);
      Require.that(pieces >= 1 && pieces <= MOST_PIECES, "pieces", "1 to " + MOST_PIECES, pieces);
      Require.that(
          spread > 0 && spread < (latency == Latency.PARETO ? 1 : 10),
          "spread",
          latency == Latency.PARETO
              ? "between 0 and 1, beyond which a mean latency does not exist"
              : "between 0 and 10",
          spread);
      Require.that(
          Double.isFinite(communication) && communication >= 0,
          "communication",
          "0 or more",
          communication);
      Require.that(
          Double.isFinite(threshold) && threshold >= 0,
          "threshold",
          "0 (the best) or more",
          threshold);
    }

    @Override
    public int parts() {
      return count * pieces;
    }

    /** The same workers with so much of their work waited for. */
    public Dropping withThreshold(double value) {
      return new Dropping(count, pieces, latency, spread, communication, value);
    }
  }

  /** How long a piece of work takes. */
  enum Latency {
    /** Its logarithm is normal. */
    LOGNORMAL,
    /** Its logarithm is exponential: a power-law tail. */
    PARETO
  }

  private static void requireCount(int count) {
    Require.that(count >= 1 && count <= 1024, "count", "1 to 1024 workers", count);
  }
}
