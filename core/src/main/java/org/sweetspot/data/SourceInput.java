package org.sweetspot.data;

import java.util.List;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.vector.Precision;

/**
 * An input as a source has it.
 *
 * @param name of the array; "x" where the format has only one
 * @param shape of one example
 * @param kind what the numbers are
 * @param precision that they are kept in
 * @param largest value that the format can hold; real inputs are divided by it
 */
record SourceInput(
    String name, List<Integer> shape, Kind kind, Precision precision, double largest) {
  /** The only input of a format with real numbers in single precision. */
  static SourceInput only(List<Integer> shape, double largest) {
    return new SourceInput("x", shape, Kind.REAL, Precision.FLOAT, largest);
  }

  /** Numbers of one example. */
  int size() {
    return InputArray.size(shape);
  }
}
