package org.sweetspot.training;

import java.util.List;
import java.util.SortedMap;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** A rule that gets the gradient with a factor on each group of parameters. */
final class GradientByLayer implements Optimizer {
  private final Optimizer rule;
  private final ParameterVector factors;

  /**
   * Puts factors before a rule.
   *
   * @param rule closed with this one
   * @param factors one for each group of the space, in its order
   */
  GradientByLayer(Optimizer rule, ParameterSpace space, List<Double> factors) {
    this.rule = rule;
    this.factors = GroupFactors.vector(space, factors);
  }

  @Override
  public void update(
      ParameterVector weights, ParameterVector gradient, double scale, double rate, long step) {
    rule.update(weights, gradient.multiply(factors), scale, rate, step);
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    return rule.vectors();
  }

  @Override
  public void close() {
    rule.close();
    factors.close();
  }
}
