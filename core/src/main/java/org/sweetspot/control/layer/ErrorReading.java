package org.sweetspot.control.layer;

import java.util.List;

/**
 * The errors of all parts of a change at one moment of a training.
 *
 * @param progress share of the budget used, 0 to 1
 * @param noise variance of a batch gradient, tr Sigma / B
 * @param noiseWithout the same without each of the batches, for the jackknife
 * @param signal |G|^2, unbiased and therefore possibly negative
 * @param parts each part alone
 * @param whole the whole change
 */
public record ErrorReading(
    double progress,
    double noise,
    List<Double> noiseWithout,
    double signal,
    List<PartError> parts,
    PartError whole) {
  /** Copies the lists. */
  public ErrorReading {
    noiseWithout = List.copyOf(noiseWithout);
    parts = List.copyOf(parts);
  }

  /** E |e|^2 over the noise, without the batch of that number; of all batches for -1. */
  double overNoise(PartError part, int left) {
    return part.square(left) / (left < 0 ? noise : noiseWithout.get(left));
  }
}
