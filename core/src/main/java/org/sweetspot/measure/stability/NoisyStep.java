package org.sweetspot.measure.stability;

import org.sweetspot.measure.MeasureContext;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * E[(I - eta H_B)^2] over random batches: (I - eta H)^2 + eta^2 q Sigma, Sigma = mean of H_i^2
 * minus H^2, q = (n - B) / (B (n - 1)).
 *
 * <p>With w the distance from a minimum that all examples share, one step gives E||w'||^2 = w' E[(I
 * - eta H_B)^2] w, and E[H_B^2] - H^2 is the variance of a mean of B out of n. Cost of a product:
 * two Hessian products of the mean and two of every single example.
 */
final class NoisyStep implements SymmetricOperator, AutoCloseable {
  private final MeasureContext context;
  private final ExampleHessians hessians;
  private final double rate;
  private final double share;
  private final ParameterVector once;
  private final ParameterVector twice;
  private final ParameterVector squares;

  NoisyStep(MeasureContext context, ExampleHessians hessians, double rate, double share) {
    this.context = context;
    this.hessians = hessians;
    this.rate = rate;
    this.share = share;
    this.once = space().zero();
    this.twice = space().zero();
    this.squares = space().zero();
  }

  @Override
  public ParameterSpace space() {
    return hessians.mean().space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    squares.scale(0);
    if (share > 0) {
      hessians.squared(argument, squares);
    }
    hessians.mean().apply(argument, once);
    hessians.mean().apply(once, twice);
    context.bench().work().addProducts(2);
    // (1 - q) H^2 + q mean(H_i^2) is H^2 + q Sigma.
    result
        .set(argument)
        .add(-2 * rate, once)
        .add(rate * rate * (1 - share), twice)
        .add(rate * rate * share, squares);
  }

  @Override
  public void close() {
    once.close();
    twice.close();
    squares.close();
  }
}
