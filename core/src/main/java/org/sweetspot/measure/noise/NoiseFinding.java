package org.sweetspot.measure.noise;

import org.sweetspot.measure.Verdict;

/** What measures of gradient noise can find. */
public enum NoiseFinding implements Verdict {
  /** A batch is worth about one example. */
  ALIKE,
  /** A batch is worth its examples up to a size: the size, its error. */
  DIVERSE,
  /** Every gradient is zero. */
  NO_GRADIENT,
  /** There is no noise. */
  NO_NOISE,
  /** The signal is not distinguishable from zero: signal, error, noise. */
  SIGNAL_LOST,
  /** Noise over signal of one example. */
  NOISE_OVER_SIGNAL,
  /** The gradients of all examples are zero. */
  NO_EXAMPLE_PULLS,
  /** As equal pulls: percent in the top tenth, percent of equal pulls. */
  NORMS_EVEN,
  /** Most lies in the top tenth: percent, error, times its part. */
  FEW_LEAD,
  /** More than its part lies in the top tenth: percent, error, times its part. */
  NORMS_UNEVEN,
  /** As noise equal in all directions: cosine, error, that of such noise. */
  ALIGNMENT_NOT_SHOWN,
  /** Along steep directions: cosine, error, that of equal noise. */
  ALIGNED,
  /** Away from steep directions: cosine, error, that of equal noise. */
  AVOIDS_STEEP,
  /** The noise scale is zero. */
  NO_NOISE_ONE_AS_BATCH,
  /** The noise scale is within two errors of zero: scale, error. */
  SCALE_UNKNOWN,
  /** The noise scale, its error. */
  SCALE,
  /** There is no noise to shake the weights. */
  NO_TEMPERATURE,
  /** The temperature is within two errors of zero. */
  TEMPERATURE_UNKNOWN,
  /** The loss above its floor in a quadratic, its error. */
  TEMPERATURE,
  /** The plug-in scale is as without signal: that scale. */
  NOTHING_BUT_NOISE,
  /** The plug-in scale: percent of noise in it, the scale without that. */
  PLUG_IN,
  /** The batch at which signal and noise are equal. */
  EQUAL_AT_BATCH,
  /** Signal over noise is within two errors of zero. */
  NO_SIGNAL_SHOWN,
  /** The share of its gradient by which an example moves the weights. */
  STEP_PER_EXAMPLE
}
