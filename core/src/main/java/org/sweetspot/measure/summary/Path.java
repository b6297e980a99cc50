package org.sweetspot.measure.summary;

import java.util.Optional;
import org.sweetspot.measure.dynamics.TrajectoryLength;

/**
 * The path that training took through the weights.
 *
 * @param length sum of the distances between states that follow each other
 * @param straightness distance between first and last state over the length
 * @param random straightness of as many steps of these lengths in random directions; unknown where
 *     there are too few
 */
public record Path(Estimate length, Estimate straightness, Estimate random) {
  static Optional<Path> of(Answers answers) {
    Estimate length = answers.number("trajectory-length", "path");
    Estimate straightness = answers.number("trajectory-length", "straightness");
    return length.known() && straightness.known()
        ? Optional.of(
            new Path(length, straightness, answers.control("trajectory-length", "straightness")))
        : Optional.empty();
  }

  /** Whether there are enough steps to tell a straight path from a random walk. */
  public boolean canTell() {
    return random.known() && random.value() <= 1 / TrajectoryLength.CLEAR;
  }

  /** Whether the steps pulled together: much straighter than a random walk. */
  public boolean directed() {
    return canTell() && straightness.value() > TrajectoryLength.CLEAR * random.value();
  }
}
