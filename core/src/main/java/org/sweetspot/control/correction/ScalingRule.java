package org.sweetspot.control.correction;

import java.util.Locale;

/** How the learning rate follows the batch. */
public enum ScalingRule {
  /** Proportional to the batch: keeps the SGD noise scale rate / batch (Goyal 2017). */
  LINEAR,
  /** Proportional to the root of the batch: keeps the variance of one step (Hoffer 2017). */
  SQUARE_ROOT,
  /** By the measured AdaScale gain: keeps the expected progress of one step (Johnson 2020). */
  NOISE_MEASURED;

  /**
   * The factor on the learning rate.
   *
   * @param kappa new batch divided by old batch
   * @param gain the AdaScale gain, 1 to kappa
   */
  public double factor(double kappa, double gain) {
    return switch (this) {
      case LINEAR -> kappa;
      case SQUARE_ROOT -> Math.sqrt(kappa);
      case NOISE_MEASURED -> gain;
    };
  }

  /** For reports, for instance "square root" or "noise-measured". */
  public String words() {
    return this == SQUARE_ROOT ? "square root" : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
