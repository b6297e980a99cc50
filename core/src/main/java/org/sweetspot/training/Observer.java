package org.sweetspot.training;

import org.sweetspot.problem.Problem;

/**
 * Watches a training. It may read anything and change nothing: a training with an observer gives
 * the same bits as one without.
 */
public interface Observer {
  /**
   * Before the first step of this process.
   *
   * @param step updates done; not zero when the training goes on
   * @param plannedSteps updates in all, or -1 where the budget is in seconds
   */
  default void started(Problem problem, long step, long plannedSteps) {}

  /** After each update; the problem holds the new weights. */
  default void stepped(Problem problem, StepReport report) {}

  /** After each evaluation. */
  default void evaluated(Problem problem, Evaluation evaluation) {}

  /** After the last step of this process. */
  default void ended(Problem problem, Ending ending) {}
}
