package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.statistics.Holm;
import org.sweetspot.statistics.Interval;
import org.sweetspot.statistics.MeanDifference;

/**
 * Keeps a correction only if it improves accuracy significantly, paired by seed.
 *
 * <p>Decisions are made on the validation split, so that the test split stays unseen by them. Where
 * there is no validation split, a recipe can't be controlled honestly and is refused earlier. Of
 * several candidates judged together the p-values are adjusted by Holm, so that the chance of
 * keeping one although none of them helps stays below 1 - confidence.
 *
 * @param confidence of the intervals, and one minus the level of the tests
 */
public record Gate(double confidence) {
  /**
   * What the gate says of one candidate.
   *
   * @param effect on validation accuracy, in points, with the interval of this candidate alone
   * @param raw p-value of no effect, this candidate alone
   * @param pValue adjusted for the number of candidates
   * @param passes whether it is a significant improvement and no run was lost for it
   */
  public record Judgement(Interval effect, double raw, double pValue, boolean passes) {}

  /**
   * Judges candidates that are tried for one purpose. A run that diverged counts with the accuracy
   * that it had when it was stopped.
   *
   * @param without the runs of the recipe as it stands
   * @param candidates the runs of each candidate, in the order of the same seeds
   */
  public List<Judgement> judge(List<ArmRun> without, List<List<ArmRun>> candidates) {
    List<MeanDifference> effects =
        candidates.stream()
            .map(runs -> MeanDifference.paired(differences(without, runs), confidence))
            .toList();
    double[] adjusted = Holm.adjust(effects.stream().mapToDouble(MeanDifference::pValue).toArray());
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      MeanDifference effect = effects.get(i);
      boolean lost = candidates.get(i).stream().anyMatch(ArmRun::diverged);
      judgements.add(
          new Judgement(
              new Interval(effect.value(), effect.low(), effect.high()),
              effect.pValue(),
              adjusted[i],
              effect.value() > 0 && adjusted[i] < 1 - confidence && !lost));
    }
    return judgements;
  }

  /** Validation accuracy with a correction minus without it, in points, by seed. */
  static double[] differences(List<ArmRun> without, List<ArmRun> with) {
    double[] differences = new double[without.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] =
          100 * (with.get(i).validationAccuracy() - without.get(i).validationAccuracy());
    }
    return differences;
  }
}
