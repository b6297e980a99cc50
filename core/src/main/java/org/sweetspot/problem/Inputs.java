package org.sweetspot.problem;

import java.util.List;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.vector.ParameterVector;

/** A classifier whose inputs are numbers that can be shown and changed: no text. */
public interface Inputs {
  /**
   * Shape of one example: channels x height x width, channels x samples, or features; empty for
   * text, whose inputs can't be changed by a little.
   */
  List<Integer> inputShape();

  /** The inputs of a batch as the network sees them, examples x numbers, and not augmented. */
  Matrix inputs(Batch batch);

  /**
   * Logits for given inputs, examples x classes, for the network as it is used ({@link
   * Mode#EVALUATE}). The problem's own weights are neither used nor moved. Cost: one forward pass.
   *
   * @param inputs examples x numbers
   * @param weights at which the network is taken; a vector of the problem's space
   */
  Matrix logits(Matrix inputs, ParameterVector weights);
}
