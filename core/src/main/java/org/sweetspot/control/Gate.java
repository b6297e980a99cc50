package org.sweetspot.control;

import java.util.List;

/**
 * Keeps a correction only if its paired interval favours it.
 *
 * <p>Decisions are made on the validation split, so that the test split stays unseen by them. Where
 * there is no validation split, a recipe can't be controlled honestly and is refused earlier.
 *
 * @param confidence of the interval
 */
public record Gate(double confidence) {
  /**
   * The effect of a correction on validation accuracy, in points, paired by seed. A run that
   * diverged counts with the accuracy that it had when it was stopped.
   */
  public Interval effect(List<ArmRun> without, List<ArmRun> with) {
    double[] differences = new double[without.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] =
          100 * (with.get(i).validationAccuracy() - without.get(i).validationAccuracy());
    }
    return PairedInterval.ofMean(differences, confidence);
  }

  /** Whether the effect is an improvement beyond doubt, and no run was lost for it. */
  public boolean keeps(Interval effect, List<ArmRun> with) {
    return effect.isAboveZero() && with.stream().noneMatch(ArmRun::diverged);
  }
}
