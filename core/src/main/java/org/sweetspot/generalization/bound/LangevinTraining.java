package org.sweetspot.generalization.bound;

/**
 * A training by Langevin dynamics that starts at its prior.
 *
 * @param inverseTemperature beta, of the mean training loss
 * @param startLoss mean training loss over random starts
 * @param startLossError its standard error
 * @param examples of the training, N
 * @param mismatch what makes the dynamics another than Langevin's with the starts' law as its
 *     prior; empty if nothing does
 */
public record LangevinTraining(
    double inverseTemperature,
    double startLoss,
    double startLossError,
    int examples,
    String mismatch) {
  /** Checks the numbers. */
  public LangevinTraining {
    if (!(inverseTemperature > 0) || !(startLoss >= 0) || !(startLossError >= 0) || examples < 8) {
      throw new IllegalArgumentException(
          "Langevin training: expected a positive inverse temperature, no negative loss and at"
              + " least 8 examples, got "
              + inverseTemperature
              + ", "
              + startLoss
              + ", "
              + examples);
    }
  }
}
