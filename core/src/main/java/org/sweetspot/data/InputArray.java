package org.sweetspot.data;

import java.util.List;

/**
 * One of the arrays that a model is given, for the examples of one split.
 *
 * @param name the array's name in the file; "x" where the format has only one
 * @param shape of one example: channels x height x width for images, channels x samples for
 *     signals, tokens for text, features for plain vectors; empty for a single number
 * @param kind what the numbers are
 * @param values examples x product of the shape; scaled as the recipe says if they are real
 */
public record InputArray(String name, List<Integer> shape, Kind kind, Numbers values) {
  /** What the numbers of an input are. */
  public enum Kind {
    /** Measured quantities; handed over in the precision of the engine. */
    REAL,
    /** Whole numbers, such as token ids; exact below 2^24. A module that wants int64 gets it. */
    WHOLE,
    /** Truth values, 0 or 1, such as a padding mask. A module that wants bool gets it. */
    TRUTH
  }

  /** Checks that the numbers fit the shape. */
  public InputArray {
    shape = List.copyOf(shape);
    int size = size(shape);
    if (size < 1 || values.size() % size != 0) {
      throw new IllegalArgumentException(
          "input "
              + name
              + ": expected a multiple of "
              + size
              + " numbers, as many as shape "
              + shape
              + " has, got "
              + values.size());
    }
  }

  /** Whether the numbers are token ids or truth values, which nobody may scale. */
  public boolean whole() {
    return kind != Kind.REAL;
  }

  /** Numbers of one example. */
  public int size() {
    return size(shape);
  }

  /** Numbers in a shape. */
  static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
