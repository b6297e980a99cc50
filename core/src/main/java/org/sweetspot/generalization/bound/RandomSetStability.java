package org.sweetspot.generalization.bound;

/**
 * How far the visited networks move where a block of the training examples is replaced, and how
 * many balls cover them. Losses lie in [0, 1]; two networks are as far apart as their losses on the
 * example where these differ most.
 *
 * @param examples n that each training saw
 * @param replaced J of them, in a block
 * @param states k that each training is represented by
 * @param distance mean over the retrainings of the largest distance of a state of the one training
 *     from the nearest of the other
 * @param error standard error of that mean
 * @param retrainings with examples replaced: what it cost beside the first
 * @param radius of the balls
 * @param balls that cover the states of a retraining, as many as the largest needs
 */
public record RandomSetStability(
    int examples,
    int replaced,
    int states,
    double distance,
    double error,
    int retrainings,
    double radius,
    int balls) {
  /** Checks the numbers. */
  public RandomSetStability {
    if (replaced < 1
        || replaced > examples
        || states < 1
        || !(distance >= 0)
        || !(radius >= 0)
        || balls < 1
        || balls > states
        || retrainings < 1) {
      throw new IllegalArgumentException(
          "stability of a random set: expected 1 to n replaced examples, states, balls of them,"
              + " retrainings, and no negative distance, got "
              + replaced
              + " of "
              + examples
              + ", "
              + states
              + ", "
              + balls
              + ", "
              + retrainings
              + ", "
              + distance
              + ", "
              + radius);
    }
  }

  /** 2 distance + 2 radius + sqrt(ln balls/(2 J)). */
  public double bound() {
    return 2 * distance + 2 * radius + Math.sqrt(Math.log(balls) / (2.0 * replaced));
  }
}
