package org.sweetspot.measure.stability;

import org.sweetspot.measure.SecondMoment;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * P^(-1/2) H P^(-1/2), which has the eigenvalues of P^-1 H and is symmetric.
 *
 * <p>P is diagonal with entries sqrt(v) + epsilon; for Adam sqrt(v / (1 - beta2^t)) + epsilon,
 * times 1 - beta1^t.
 */
public final class PreconditionedHessian implements SymmetricOperator, AutoCloseable {
  private final SymmetricOperator hessian;
  private final ParameterVector root;
  private final ParameterVector scaled;

  /**
   * Over a Hessian that stays the caller's.
   *
   * @param optimizer an adaptive one
   */
  public PreconditionedHessian(
      SymmetricOperator hessian, OptimizerRecipe optimizer, SecondMoment moment) {
    this.hessian = hessian;
    double scale = 1;
    double correction = 1;
    double epsilon;
    if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      scale = 1 / (1 - Math.pow(adam.beta2(), (double) moment.step()));
      correction = 1 - Math.pow(adam.beta1(), (double) moment.step());
      epsilon = adam.epsilon();
    } else if (optimizer instanceof OptimizerRecipe.RmsProp rms) {
      epsilon = rms.epsilon();
    } else {
      throw new IllegalArgumentException(
          "preconditioner: expected an adaptive optimizer, got " + optimizer);
    }
    ParameterSpace space = hessian.space();
    scaled = space.zero();
    root = space.zero();
    try (ParameterVector ones = ones(space);
        ParameterVector inverse = space.zero()) {
      inverse.addRatio(1 / correction, ones, scale, moment.square(), epsilon);
      // The square root of the inverse, as the inverse over its own square root.
      root.addRatio(1, inverse, 1, inverse, 0);
    }
  }

  private static ParameterVector ones(ParameterSpace space) {
    ParameterVector signs = space.rademacher(new RandomStream(0, 0));
    // Signs squared: ones, without an array of the whole dimension on this side.
    try (ParameterVector copy = signs.copy()) {
      return signs.multiply(copy);
    }
  }

  @Override
  public ParameterSpace space() {
    return hessian.space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    hessian.apply(scaled.set(argument).multiply(root), result);
    result.multiply(root);
  }

  @Override
  public void close() {
    root.close();
    scaled.close();
  }
}
