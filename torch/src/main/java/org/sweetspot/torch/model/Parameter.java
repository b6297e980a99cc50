package org.sweetspot.torch.model;

import org.sweetspot.vector.ParameterGroup;

/**
 * A parameter or a buffer of a network, and how it starts.
 *
 * @param group its name, role and place in the flat vector
 * @param start its initial distribution
 * @param fanIn inputs that one output of its layer sums over
 * @param fanOut outputs that one input of its layer contributes to
 */
public record Parameter(ParameterGroup group, Start start, long fanIn, long fanOut) {
  /** How entries start. */
  public enum Start {
    /** As the recipe's initialization says, scaled with it. */
    WEIGHT,
    /** At zero, or uniform in +-1/sqrt(fan in) under the default initialization. */
    BIAS,
    /** At one. */
    ONE,
    /** At zero. */
    ZERO,
    /** Standard normal: a table of embeddings. */
    NORMAL
  }
}
