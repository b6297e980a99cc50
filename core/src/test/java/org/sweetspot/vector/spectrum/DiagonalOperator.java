package org.sweetspot.vector.spectrum;

import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/** A diagonal matrix as an operator, for dimensions at which a dense one does not fit. */
final class DiagonalOperator implements SymmetricOperator {
  private final ArraySpace space;
  private final ParameterVector diagonal;

  DiagonalOperator(double... values) {
    space = ArraySpace.of("w", values.length);
    diagonal = space.zero().set(values);
  }

  @Override
  public ArraySpace space() {
    return space;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    result.set(argument).multiply(diagonal);
  }
}
