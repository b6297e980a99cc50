package org.sweetspot.problem;

import org.sweetspot.vector.ParameterVector;

/**
 * A problem whose examples can be told apart. The network is taken as it is used ({@link
 * Mode#EVALUATE}): under batch statistics no example has a gradient of its own.
 */
public interface PerExample {
  /** The loss of each example, in the batch's order. Cost: one forward pass. */
  double[] losses(Batch batch);

  /** Squared Euclidean norm of each example's gradient, in the batch's order. */
  double[] squaredGradientNorms(Batch batch);

  /** Hands each example's gradient to the visitor, in the batch's order. */
  void gradients(Batch batch, GradientVisitor visitor);

  /** Receives one example's gradient at a time. */
  @FunctionalInterface
  interface GradientVisitor {
    /**
     * Called once per example.
     *
     * @param position of the example in the batch
     * @param gradient of that example's loss; valid only during the call
     */
    void visit(int position, ParameterVector gradient);
  }
}
