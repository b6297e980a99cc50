package org.sweetspot.app;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;

/** Whether a module's outputs are numbers on its data, before anything is measured of it. */
final class FiniteLoss {
  /** As many examples are tried; the measures say of others themselves. */
  private static final int MOST = 2048;

  private FiniteLoss() {}

  /**
   * Refuses a module with finite weights whose loss isn't finite.
   *
   * @param what messages call the module and the data
   */
  static void require(Problem problem, String what) {
    int count = Math.min(MOST, problem.size(Split.TRAIN));
    if (!problem.parameters().isFinite() || isFinite(problem, 0, count)) {
      return;
    }
    int from = 0;
    int to = count;
    while (to - from > 1) {
      int middle = (from + to) / 2;
      if (isFinite(problem, from, middle)) {
        from = middle;
      } else {
        to = middle;
      }
    }
    double loss = problem.loss(Batch.range(Split.TRAIN, from, to), Mode.EVALUATE);
    throw new UserException(
        what + ", example " + from,
        "finite outputs, and so a finite loss",
        "a loss of " + loss,
        "scale the inputs as in training, or mend the module where it divides, takes a root or a"
            + " logarithm");
  }

  private static boolean isFinite(Problem problem, int from, int to) {
    return Double.isFinite(problem.loss(Batch.range(Split.TRAIN, from, to), Mode.EVALUATE));
  }
}
