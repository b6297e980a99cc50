package org.sweetspot.measure.curvature;

import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The diagonal block of an operator that belongs to one group of parameters, in that group's own
 * space. A product costs one product of the whole operator.
 */
final class GroupBlock implements SymmetricOperator, AutoCloseable {
  private final SymmetricOperator whole;
  private final ParameterVector argument;
  private final ParameterVector image;
  private final ParameterVector argumentPart;
  private final ParameterVector imagePart;

  GroupBlock(SymmetricOperator whole, ParameterGroup group) {
    this.whole = whole;
    this.argument = whole.space().zero();
    this.image = whole.space().zero();
    this.argumentPart = argument.view(group);
    this.imagePart = image.view(group);
  }

  @Override
  public ParameterSpace space() {
    return argumentPart.space();
  }

  @Override
  public void apply(ParameterVector vector, ParameterVector result) {
    argumentPart.set(vector);
    whole.apply(argument, image);
    result.set(imagePart);
  }

  @Override
  public void close() {
    argumentPart.close();
    imagePart.close();
    argument.close();
    image.close();
  }
}
