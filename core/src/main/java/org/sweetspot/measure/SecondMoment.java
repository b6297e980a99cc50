package org.sweetspot.measure;

import org.sweetspot.vector.ParameterVector;

/**
 * What an adaptive optimizer divides by: the running mean of squared gradients.
 *
 * @param square Adam's v or RMSProp's s, entry by entry, without bias correction; not closed here
 * @param step updates done, for Adam's bias correction
 */
public record SecondMoment(ParameterVector square, long step) {
  /** Checks the step. */
  public SecondMoment {
    if (step < 1) {
      throw new IllegalArgumentException(
          "second moment: expected it after at least one update, got step " + step);
    }
  }
}
