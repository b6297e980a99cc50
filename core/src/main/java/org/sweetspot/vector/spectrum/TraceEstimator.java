package org.sweetspot.vector.spectrum;

import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Estimates the trace of an operator from its products with random vectors.
 *
 * <p>How to choose: {@link Hutchinson} needs the least memory and is right for flat spectra; {@link
 * XTrace} and {@link HutchPlusPlus} also hold the dominant directions and are far more exact where
 * few eigenvalues carry the trace, as in the Hessian of a trained network.
 */
public interface TraceEstimator {
  /**
   * Samples until the standard error is at most {@code relativeError * |estimate|} or the next
   * sample would exceed the budget.
   *
   * @param relativeError wanted standard error, relative to the trace; zero spends the whole budget
   * @param products most products to spend
   * @throws IllegalArgumentException if the budget does not allow for two samples, so that no error
   *     could be given
   * @throws ArithmeticException if a product is not finite
   */
  TraceEstimate estimate(
      SymmetricOperator operator, RandomStream stream, double relativeError, int products);
}
