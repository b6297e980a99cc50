package org.sweetspot.control;

import java.util.Arrays;
import java.util.Optional;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.statistics.PairedInterval;
import org.sweetspot.statistics.Sample;

/**
 * A training with at least as many steps that ends with a higher training loss, significantly and
 * paired by seed, or diverges: it does not lack training, its rate is too large for the noise of a
 * smaller batch.
 *
 * @param diverged runs of the change alone that had to be stopped
 * @param before mean training loss at the end of the baseline
 * @param after the same after the change alone
 * @param variance of a batch's gradient, as a multiple of the baseline's
 */
public record Instability(int diverged, double before, double after, double variance) {
  /** Empty where the batch is no smaller, or nothing points to it. */
  static Optional<Instability> of(ControlResult result) {
    Arm baseline = result.arm(Arm.BASELINE);
    Arm changed = result.arm(Arm.CHANGED);
    double variance =
        (double) baseline.recipe().training().batch() / changed.recipe().training().batch();
    double[] less = losses(baseline);
    double[] more = losses(changed);
    boolean noisier =
        variance > 1
            && result.change().isOnly(Aspect.BATCH)
            && changed.cost().steps() >= baseline.cost().steps();
    boolean seen = changed.diverged() > 0 || isLarger(more, less, result.confidence());
    return noisier && seen
        ? Optional.of(
            new Instability(changed.diverged(), Sample.mean(less), Sample.mean(more), variance))
        : Optional.empty();
  }

  private static double[] losses(Arm arm) {
    return arm.runs().stream().mapToDouble(ArmRun::trainLoss).toArray();
  }

  /** False where a loss is no number. */
  private static boolean isLarger(double[] more, double[] less, double confidence) {
    double[] differences = Sample.differences(more, less);
    return Arrays.stream(differences).allMatch(Double::isFinite)
        && PairedInterval.ofMean(differences, confidence).isAboveZero();
  }
}
