package org.sweetspot.diagnosis;

import java.util.List;
import org.sweetspot.diagnosis.check.AccumulatedSum;
import org.sweetspot.diagnosis.check.BatchAgainstNoise;
import org.sweetspot.diagnosis.check.Check;
import org.sweetspot.diagnosis.check.ClearedBetween;
import org.sweetspot.diagnosis.check.ClippingRules;
import org.sweetspot.diagnosis.check.DecayOfNormalization;
import org.sweetspot.diagnosis.check.GradientsNotCleared;
import org.sweetspot.diagnosis.check.GroupFast;
import org.sweetspot.diagnosis.check.GroupStill;
import org.sweetspot.diagnosis.check.HardlyMoves;
import org.sweetspot.diagnosis.check.InputScale;
import org.sweetspot.diagnosis.check.LabelsChange;
import org.sweetspot.diagnosis.check.LabelsUnrelated;
import org.sweetspot.diagnosis.check.LostUpdates;
import org.sweetspot.diagnosis.check.NoiseAgainstBatch;
import org.sweetspot.diagnosis.check.NotFinite;
import org.sweetspot.diagnosis.check.NotShuffled;
import org.sweetspot.diagnosis.check.OtherLoss;
import org.sweetspot.diagnosis.check.OverConfidence;
import org.sweetspot.diagnosis.check.PaddingCounts;
import org.sweetspot.diagnosis.check.PaddingDilutes;
import org.sweetspot.diagnosis.check.SameBatch;
import org.sweetspot.diagnosis.check.SameGradientTwice;
import org.sweetspot.diagnosis.check.ScalerSkips;
import org.sweetspot.diagnosis.check.ScheduleEndsEarly;
import org.sweetspot.diagnosis.check.ScheduleOverruns;
import org.sweetspot.diagnosis.check.ScheduleRunsFast;
import org.sweetspot.diagnosis.check.ScheduleStandsStill;
import org.sweetspot.diagnosis.check.ScheduleStartsWrong;
import org.sweetspot.diagnosis.check.ScheduleStillRises;
import org.sweetspot.diagnosis.check.ScheduleUnfinished;
import org.sweetspot.diagnosis.check.SigmoidTwice;
import org.sweetspot.diagnosis.check.SoftmaxTwice;
import org.sweetspot.diagnosis.check.SpikeByCurvature;
import org.sweetspot.diagnosis.check.SpikeByData;
import org.sweetspot.diagnosis.check.SpikeByMoments;
import org.sweetspot.diagnosis.check.StepTooLarge;
import org.sweetspot.diagnosis.check.StoppedEarly;
import org.sweetspot.diagnosis.check.StrongDropout;
import org.sweetspot.diagnosis.check.TargetScale;
import org.sweetspot.diagnosis.check.TargetsBroadcast;
import org.sweetspot.diagnosis.check.TokensNotShifted;
import org.sweetspot.diagnosis.check.UnequalWeights;
import org.sweetspot.diagnosis.check.ValidationSeen;
import org.sweetspot.diagnosis.check.WrongAxis;
import org.sweetspot.diagnosis.check.WrongMode;
import org.sweetspot.diagnosis.check.WrongSign;

/**
 * The checks that a diagnosis makes; a new one is one line here.
 *
 * @param checks what lies nearest to a cause first: of findings of one severity the earlier is
 *     named first
 */
public record CheckCatalogue(List<Check> checks) {
  /** Those that ship with the program. */
  public static final CheckCatalogue SHIPPED =
      new CheckCatalogue(
          List.of(
              // Gradients of what no optimizer has are cleared by none.
              new GroupStill(),
              new GradientsNotCleared(),
              new ClearedBetween(),
              new SameGradientTwice(),
              new SameBatch(),
              new WrongAxis(),
              new SoftmaxTwice(),
              new SigmoidTwice(),
              new TargetsBroadcast(),
              new OtherLoss(),
              new TokensNotShifted(),
              new LabelsChange(),
              new WrongMode(),
              new ValidationSeen(),
              new PaddingCounts(),
              new PaddingDilutes(),
              new UnequalWeights(),
              new AccumulatedSum(),
              new ScheduleRunsFast(),
              new ScheduleStandsStill(),
              new ScheduleUnfinished(),
              new ScheduleOverruns(),
              new ScheduleEndsEarly(),
              new ScheduleStartsWrong(),
              new ScheduleStillRises(),
              new LostUpdates(),
              new ScalerSkips(),
              new NotShuffled(),
              new WrongSign(),
              new InputScale(),
              new TargetScale(),
              new StrongDropout(),
              new GroupFast(),
              new NotFinite(),
              new SpikeByMoments(),
              new StepTooLarge(),
              new SpikeByData(),
              new SpikeByCurvature(),
              new ClippingRules(),
              new HardlyMoves(),
              new LabelsUnrelated(),
              new DecayOfNormalization(),
              new OverConfidence(),
              new BatchAgainstNoise(),
              new StoppedEarly(),
              new NoiseAgainstBatch()));

  /** Copies the list and checks that it names no two alike. */
  public CheckCatalogue {
    checks = List.copyOf(checks);
    long ids = checks.stream().map(check -> check.card().id()).distinct().count();
    if (ids != checks.size()) {
      throw new IllegalArgumentException(
          "checks: expected each id once, got " + checks.size() + " checks with " + ids + " ids");
    }
  }
}
