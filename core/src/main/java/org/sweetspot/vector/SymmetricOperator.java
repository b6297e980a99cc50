package org.sweetspot.vector;

/** A symmetric linear map of a parameter space into itself, known only by its products. */
public interface SymmetricOperator {
  /** The space of arguments and results. */
  ParameterSpace space();

  /** result := A * argument. The two must be different vectors. */
  void apply(ParameterVector argument, ParameterVector result);
}
