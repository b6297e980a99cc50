package org.sweetspot.measure.target;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/** Whether weights and outputs are numbers, before anything is measured of a module. */
final class FiniteLoss {
  /** As many examples are tried; the measures say of others themselves. */
  private static final int MOST = 2048;

  /** As many tensors are named. */
  private static final int NAMED = 3;

  private FiniteLoss() {}

  /**
   * Refuses a module whose weights, or whose loss on its data, are not finite.
   *
   * @param what messages call the module and the data
   */
  static void require(Problem problem, String what) {
    requireWeights(problem, what);
    int count = Math.min(MOST, problem.size(Split.TRAIN));
    if (isFinite(problem, 0, count)) {
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
    throw new RefusedException(
        what + ", example " + from,
        "finite outputs, and so a finite loss",
        "a loss of " + loss,
        "scale the inputs as in training, or correct the module where it divides, takes a root or a"
            + " logarithm");
  }

  private static void requireWeights(Problem problem, String what) {
    List<String> broken = new ArrayList<>();
    for (ParameterGroup group : problem.space().groups()) {
      try (ParameterVector part = problem.parameters().view(group)) {
        if (!part.isFinite()) {
          broken.add(group.name());
        }
      }
    }
    if (!broken.isEmpty()) {
      throw new RefusedException(
          what,
          "finite weights",
          "NaN or infinity in "
              + broken.size()
              + " of "
              + problem.space().groups().size()
              + " tensors ("
              + String.join(", ", broken.subList(0, Math.min(NAMED, broken.size())))
              + (broken.size() > NAMED ? ", ..." : "")
              + ")",
          "the training diverged: measure an earlier checkpoint, or leave --data out to measure the"
              + " other tensors alone");
    }
  }

  private static boolean isFinite(Problem problem, int from, int to) {
    return Double.isFinite(problem.loss(Batch.range(Split.TRAIN, from, to), Mode.EVALUATE));
  }
}
