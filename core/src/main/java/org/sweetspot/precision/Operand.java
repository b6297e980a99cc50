package org.sweetspot.precision;

import org.sweetspot.api.PublicApi;

/** The two operands of each of the three products of a linear layer or a convolution. */
@PublicApi
public enum Operand {
  /** The inputs in the forward product. */
  FORWARD_INPUT,
  /** The weights in the forward product. */
  FORWARD_WEIGHT,
  /** The loss's derivative at the outputs in the product that gives the inputs' derivative. */
  BACK_DELTA,
  /** The weights in the product that gives the inputs' derivative. */
  BACK_WEIGHT,
  /** The loss's derivative at the outputs in the product that gives the weights' gradient. */
  UPDATE_DELTA,
  /** The inputs in the product that gives the weights' gradient. */
  UPDATE_INPUT
}
