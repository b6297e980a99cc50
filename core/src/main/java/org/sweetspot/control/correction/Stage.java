package org.sweetspot.control.correction;

import java.util.Locale;

/**
 * When a correction is tried. Proposals of one stage exclude each other and are judged together;
 * those of a later stage stand on what was kept.
 */
public enum Stage {
  /** Learning rate, batch and length of training, which depend on each other. */
  RATE_AND_LENGTH,
  /** How the rate moves while training. */
  SCHEDULE,
  /** What keeps the network from fitting too closely: decay, smoothing, augmentation. */
  REGULARIZATION,
  /** Normalization, which under-training would hide. */
  NORMALIZATION,
  /** Where bits are spent, on top of rounding that is right on average. */
  PRECISION,
  /** Averages of the weights, which change no step. */
  AVERAGING;

  /** As JSON writes it, for instance "rate-and-length". */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
