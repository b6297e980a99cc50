package org.sweetspot.control;

import java.util.List;
import org.sweetspot.training.Evaluation;

/**
 * One training of one arm.
 *
 * @param seed of the run; arms are paired by it
 * @param trainLoss mean loss on the training split at the end, as the network is used
 * @param trainAccuracy 0 to 1
 * @param validationAccuracy 0 to 1, what corrections are chosen by
 * @param testAccuracy 0 to 1, what is reported
 * @param testLoss mean loss on the test split
 * @param steps updates
 * @param examples gradients of single examples that went into the updates: a short last batch
 *     counts as short as it is, each copy of an example counts
 * @param seconds of wall clock
 * @param diverged whether it had to be stopped
 * @param curve evaluations along the way, the last one at the end
 */
public record ArmRun(
    long seed,
    double trainLoss,
    double trainAccuracy,
    double validationAccuracy,
    double testAccuracy,
    double testLoss,
    long steps,
    long examples,
    double seconds,
    boolean diverged,
    List<Evaluation> curve) {
  /** Copies the list. */
  public ArmRun {
    curve = List.copyOf(curve);
  }
}
