package org.sweetspot.vector;

/** The plain Java vectors keep the contract. */
class ArrayVectorTest extends ParameterVectorContract {
  @Override
  protected ParameterSpace space() {
    return new ArraySpace(GROUPS);
  }
}
