package org.sweetspot.generalization.study;

import org.sweetspot.statistics.Interval;

/**
 * What a grid says about one measure.
 *
 * @param id of the measure, with its part after a slash where it has several numbers
 * @param known how many runs have it
 * @param tau tau-a with the gap, with its 95% interval from configurations drawn with replacement
 * @param adjusted p-value of "tau is zero", adjusted by Holm for the number of measures judged; NaN
 *     for what is not judged
 * @param tauB tau-b with the gap
 * @param granulated tau-a where one hyperparameter varies alone
 * @param information conditional mutual information K
 * @param signError by environment, of the measure in the direction of {@code tau}
 * @param partial tau-b given the hyperparameters
 * @param regret of choosing a run by it
 * @param fragility of {@code tau}
 * @param lead |tau| minus that of the best baseline, with its 95% interval from the same draws
 * @param finding what follows
 */
public record MeasureStudy(
    String id,
    int known,
    Interval tau,
    double adjusted,
    double tauB,
    Granulated granulated,
    double information,
    SignError signError,
    double partial,
    Regret regret,
    Fragility fragility,
    Interval lead,
    Finding finding) {

  /** What a grid shows of a measure. */
  public enum Finding {
    /** It goes along with the gap, in every direction of the grid, better than every baseline. */
    EXPLAINS,
    /** It goes along with the gap, but not shown to do so better than the baselines. */
    NOT_BETTER,
    /** Over all runs it goes along with the gap, but not where one hyperparameter varies alone. */
    CONFOUNDED,
    /** The interval of tau-a holds zero, or chance among so many measures may have made it. */
    NOT_SHOWN,
    /** Too few runs have it, or it is constant. */
    UNKNOWN
  }

  /** Whether it beats the best baseline by more than the interval. */
  public boolean beatsBaselines() {
    return lead.isAboveZero();
  }
}
