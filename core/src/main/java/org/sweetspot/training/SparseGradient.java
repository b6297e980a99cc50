package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.vector.ParameterVector;

/**
 * Gradients of sparse products in the first part of a training, of dense ones in the rest. Neither
 * has a state.
 *
 * @param sparse closed with this one
 * @param dense closed with this one
 * @param until the share of the budget
 */
record SparseGradient(GradientSource sparse, GradientSource dense, double until)
    implements GradientSource {
  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    GradientSource source = update.progress() < until ? sparse : dense;
    return source.take(batch, mode, update, into);
  }

  @Override
  public void close() {
    sparse.close();
    dense.close();
  }
}
