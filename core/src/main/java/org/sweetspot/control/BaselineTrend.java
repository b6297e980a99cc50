package org.sweetspot.control;

import java.util.List;
import java.util.Optional;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Interval;
import org.sweetspot.statistics.PairedInterval;
import org.sweetspot.training.Evaluation;

/**
 * Whether the baseline still improves when it ends, from its own curves: the change of validation
 * accuracy over the last fifth of the training, in points, each seed one replicate.
 *
 * @param change from the evaluation at four fifths (the last one before where there is none) to the
 *     end, with its interval over seeds
 * @param tolerated the largest change that an interval may hold and still count as an end: a third
 *     of the gap, at least a point
 */
public record BaselineTrend(Interval change, double tolerated) {
  private static final double FROM = 0.8;
  private static final double SHARE_OF_GAP = 1.0 / 3;
  private static final double LEAST_TOLERATED = 1;
  private static final double LEAST = 0.5;

  /** What the curves allow to say. */
  public enum State {
    /** The accuracy still rises, significantly and by half a point or more. */
    IMPROVES,
    /** The interval holds changes that matter beside the gap. */
    OPEN,
    /** The interval holds no change that matters. */
    ENDED
  }

  /** From the runs of the baseline; empty where their curves are too short. */
  static Optional<BaselineTrend> of(List<ArmRun> runs, Gap gap, double confidence) {
    double[] changes =
        runs.stream()
            .filter(run -> run.curve().size() >= 2)
            .mapToDouble(BaselineTrend::lastChange)
            .filter(Double::isFinite)
            .toArray();
    if (changes.length < 2) {
      return Optional.empty();
    }
    double tolerated = Math.max(LEAST_TOLERATED, SHARE_OF_GAP * Math.abs(gap.points().value()));
    return Optional.of(new BaselineTrend(PairedInterval.ofMean(changes, confidence), tolerated));
  }

  /** What the curves allow to say. */
  public State state() {
    if (change.isAboveZero() && change.value() >= LEAST) {
      return State.IMPROVES;
    }
    return change.high() <= tolerated ? State.ENDED : State.OPEN;
  }

  private static double lastChange(ArmRun run) {
    List<Evaluation> curve = run.curve();
    Evaluation end = curve.get(curve.size() - 1);
    Evaluation from = curve.get(0);
    for (Evaluation evaluation : curve) {
      if (evaluation.step() <= FROM * end.step() + 1e-9) {
        from = evaluation;
      }
    }
    return 100 * (accuracy(end) - accuracy(from));
  }

  private static double accuracy(Evaluation evaluation) {
    Evaluation.Score score = evaluation.scores().get(Split.VALIDATION);
    return score == null ? Double.NaN : score.accuracy();
  }
}
