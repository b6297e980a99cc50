package org.sweetspot.problem;

import java.util.List;
import java.util.Map;

/** A problem that knows what its convolutions are applied to. */
public interface ConvolutionInputs {
  /** The input of each convolution, by the name of its kernel's parameter group. */
  Map<String, Input> convolutionInputs();

  /**
   * What a convolution is applied to.
   *
   * @param sides height and width, or length in time; empty if unknown
   * @param stride step along each side
   * @param margin zeros before and after along each side
   */
  record Input(List<Long> sides, int stride, int margin) {
    /** Nothing is known. */
    public static final Input UNKNOWN = new Input(List.of(), 1, 0);

    /** Copies the list. */
    public Input {
      sides = List.copyOf(sides);
    }

    /** Whether the sides are known. */
    public boolean known() {
      return !sides.isEmpty();
    }
  }
}
