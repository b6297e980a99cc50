package org.sweetspot.recipe;

/** The nonlinearity between layers. */
public enum Activation {
  /** max(x, 0). */
  RELU,
  /** x times the normal distribution function of x. */
  GELU,
  /** The hyperbolic tangent. */
  TANH,
  /** None: a deep linear network. */
  IDENTITY
}
