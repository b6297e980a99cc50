package org.sweetspot.benchmark;

import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/** Operators whose products cost one pass over a vector. */
final class SymmetricOperators {
  private SymmetricOperators() {}

  /** Multiplies each entry by its own number. */
  static SymmetricOperator diagonal(ParameterVector entries) {
    return new SymmetricOperator() {
      @Override
      public ParameterSpace space() {
        return entries.space();
      }

      @Override
      public void apply(ParameterVector direction, ParameterVector into) {
        into.set(direction).multiply(entries);
      }
    };
  }
}
