package org.sweetspot.training;

import java.util.List;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * Moves weights by a direction of which each group of parameters has a factor. Where all factors
 * are 1 that is the plain movement, bit by bit, at no cost; else it takes two vectors of memory.
 */
abstract class LayerRates implements AutoCloseable {
  /** weights := weights + factor * rates * direction. */
  abstract void add(ParameterVector weights, double factor, ParameterVector direction);

  /** weights := weights + factor * rates * numerator / (sqrt(scale * square) + epsilon). */
  abstract void addRatio(
      ParameterVector weights,
      double factor,
      ParameterVector numerator,
      double scale,
      ParameterVector square,
      double epsilon);

  @Override
  public abstract void close();

  /** One factor for each group of the space, in its order. */
  static LayerRates of(ParameterSpace space, List<Double> factors) {
    return factors.stream().allMatch(factor -> factor == 1) ? new Same() : new Own(space, factors);
  }

  private static final class Same extends LayerRates {
    @Override
    void add(ParameterVector weights, double factor, ParameterVector direction) {
      weights.add(factor, direction);
    }

    @Override
    void addRatio(
        ParameterVector weights,
        double factor,
        ParameterVector numerator,
        double scale,
        ParameterVector square,
        double epsilon) {
      weights.addRatio(factor, numerator, scale, square, epsilon);
    }

    @Override
    public void close() {}
  }

  private static final class Own extends LayerRates {
    private final ParameterVector rates;
    private final ParameterVector ratio;

    Own(ParameterSpace space, List<Double> factors) {
      this.rates = GroupFactors.vector(space, factors);
      this.ratio = space.zero();
    }

    @Override
    void add(ParameterVector weights, double factor, ParameterVector direction) {
      weights.addProduct(factor, rates, direction);
    }

    @Override
    void addRatio(
        ParameterVector weights,
        double factor,
        ParameterVector numerator,
        double scale,
        ParameterVector square,
        double epsilon) {
      ratio.scale(0).addRatio(factor, numerator, scale, square, epsilon);
      weights.addProduct(1, rates, ratio);
    }

    @Override
    public void close() {
      rates.close();
      ratio.close();
    }
  }
}
