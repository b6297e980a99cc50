package org.sweetspot.measure.curvature;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The diagonal block of an operator that belongs to several groups together: P A P on the vectors
 * that are zero elsewhere. Its vectors are as long as the whole space's, its dimension is that of
 * the groups, so that solvers know when they have seen all of it and find no zeros of the rest. A
 * product costs one product of the whole operator.
 */
final class ChosenBlock implements SymmetricOperator, AutoCloseable {
  private final SymmetricOperator whole;
  private final Part part;

  ChosenBlock(SymmetricOperator whole, ChosenGroups chosen) {
    this.whole = whole;
    this.part = new Part(whole.space(), chosen, whole.space().zero());
    for (ParameterGroup group : chosen.groups()) {
      try (ParameterVector ones = part.mask.view(group)) {
        double[] entries = new double[ArraySize.of("weights of " + group.name(), group.size())];
        Arrays.fill(entries, 1);
        ones.set(entries);
      }
    }
  }

  @Override
  public ParameterSpace space() {
    return part;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    whole.apply(argument, result);
    result.multiply(part.mask);
  }

  @Override
  public void close() {
    part.mask.close();
  }

  /** The vectors that are zero outside the groups. */
  private record Part(ParameterSpace whole, ChosenGroups chosen, ParameterVector mask)
      implements ParameterSpace {
    @Override
    public long dimension() {
      return chosen.size();
    }

    @Override
    public Precision precision() {
      return whole.precision();
    }

    @Override
    public List<ParameterGroup> groups() {
      return chosen.groups();
    }

    @Override
    public double[][] products(List<ParameterVector> left, List<ParameterVector> right) {
      return whole.products(left, right);
    }

    @Override
    public void combine(
        double[] coefficients, List<ParameterVector> vectors, ParameterVector into) {
      whole.combine(coefficients, vectors, into);
    }

    @Override
    public ParameterVector zero() {
      return whole.zero();
    }

    @Override
    public ParameterVector gaussian(RandomStream stream) {
      return whole.gaussian(stream).multiply(mask);
    }

    @Override
    public ParameterVector rademacher(RandomStream stream) {
      return whole.rademacher(stream).multiply(mask);
    }
  }
}
