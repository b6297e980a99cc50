package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/** The gradient of the mean loss over the batch, in one piece. */
record BatchGradient(Problem problem) implements GradientSource {
  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    return problem.gradient(batch, mode, into);
  }

  /** The problem stays its owner's. */
  @Override
  public void close() {}
}
