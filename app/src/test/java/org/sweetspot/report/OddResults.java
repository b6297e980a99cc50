package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.BaselineTrend;
import org.sweetspot.control.BiasShift;
import org.sweetspot.control.ChangeSummary;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.Gap;
import org.sweetspot.control.InvariantRow;
import org.sweetspot.control.LoopChange;
import org.sweetspot.control.Outcome;
import org.sweetspot.control.PlanFinding;
import org.sweetspot.control.Recovery;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.measure.Fact;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.statistics.Interval;
import org.sweetspot.training.Evaluation;

/** Results of experiments that went another way than {@link SampleResults#ordinary}. */
final class OddResults {
  private OddResults() {}

  /** Every kind of result. */
  static List<ControlResult> all() {
    return List.of(
        SampleResults.ordinary(),
        SampleResults.withSeeds(2),
        SampleResults.withSeeds(64),
        withDivergedRun(),
        withoutNumbers(),
        withoutGap(),
        withoutCorrections(),
        unfinished(),
        hostile());
  }

  /** One run of the changed arm ended early, without an accuracy. */
  static ControlResult withDivergedRun() {
    ControlResult result = SampleResults.ordinary();
    List<Arm> arms = new ArrayList<>();
    for (Arm arm : result.arms()) {
      List<ArmRun> runs = new ArrayList<>(arm.runs());
      if (arm.name().equals("changed")) {
        runs.set(2, diverged(runs.get(2)));
      }
      arms.add(new Arm(arm.name(), arm.recipe(), arm.cost(), runs, arm.measures()));
    }
    return with(result, arms, result.gap(), result.recovery());
  }

  /** Every run but the baseline's diverged; nothing could be computed. */
  static ControlResult withoutNumbers() {
    ControlResult result = SampleResults.ordinary();
    List<Arm> arms =
        result.arms().stream()
            .map(
                arm ->
                    arm.name().equals("baseline")
                        ? arm
                        : new Arm(
                            arm.name(),
                            arm.recipe(),
                            arm.cost(),
                            arm.runs().stream().map(OddResults::diverged).toList(),
                            List.of()))
            .toList();
    Interval none = new Interval(Double.NaN, Double.NaN, Double.NaN);
    return new ControlResult(
        result.change(),
        result.confidence(),
        arms,
        new Gap(none, none, none),
        new Recovery(none, none, null),
        null,
        null,
        List.of(
            new TriedCorrection(
                "made-up",
                "Warm-up",
                "Everything diverged.",
                Outcome.DIVERGED,
                none,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN)),
        List.of(
            new InvariantRow(
                "SGD noise scale", "Noise.", "", 0.03, Double.NaN, Double.NaN, false, "")),
        List.of(new BiasShift("curvature/top", "", 3, Double.NaN, Double.NaN, none, none)),
        List.of(),
        result.plan(),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }

  /** The gap's interval holds zero. */
  static ControlResult withoutGap() {
    ControlResult result = SampleResults.ordinary();
    return with(
        result,
        result.arms(),
        new Gap(
            new Interval(0.2, -0.5, 0.9), new Interval(0.4, -0.2, 1), new Interval(-0.2, -1, 0.6)),
        new Recovery(
            new Interval(-0.3, -1, 0.4),
            new Interval(-1.5, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
            result.recovery().equalCost()));
  }

  /** The baseline still improves at its end. */
  static ControlResult unfinished() {
    ControlResult result = SampleResults.ordinary();
    return new ControlResult(
        result.change(),
        result.confidence(),
        result.arms(),
        result.gap(),
        result.recovery(),
        new BaselineTrend(new Interval(3.4, 2.1, 4.7), 1.4),
        result.power(),
        result.corrections(),
        result.invariants(),
        result.shifts(),
        result.conflicts(),
        result.plan(),
        result.loop(),
        result.expected(),
        result.predicted(),
        result.provenance());
  }

  /** Nothing was tried and nothing was followed. */
  static ControlResult withoutCorrections() {
    ControlResult result = SampleResults.ordinary();
    return new ControlResult(
        result.change(),
        result.confidence(),
        result.arms(),
        result.gap(),
        result.recovery(),
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        result.plan(),
        List.of(),
        List.of(),
        List.of(),
        result.provenance());
  }

  /** Markup in every text. */
  static ControlResult hostile() {
    ControlResult result = SampleResults.ordinary();
    Interval one = new Interval(1, 0.5, 1.5);
    List<Arm> arms = new ArrayList<>(result.arms());
    arms.add(SampleResults.arm(SampleResults.ATTACK, 512, 2, 40, 20, 0.9, 1));
    return new ControlResult(
        new ChangeSummary(
            List.of(new Edit("model.activation", "relu", SampleResults.ATTACK)), null),
        0.9,
        arms,
        result.gap(),
        result.recovery(),
        result.trend(),
        result.power(),
        List.of(
            new TriedCorrection(
                "made-up",
                SampleResults.ATTACK,
                SampleResults.ATTACK,
                Outcome.KEPT,
                one,
                0.01,
                0.01,
                1,
                1)),
        List.of(
            new InvariantRow(
                SampleResults.ATTACK,
                SampleResults.ATTACK,
                SampleResults.ATTACK,
                1,
                2,
                1,
                true,
                SampleResults.ATTACK)),
        List.of(new BiasShift(SampleResults.ATTACK, SampleResults.ATTACK, 1, 2, 1, one, one)),
        List.of(Fact.of(PlanFinding.NOT_TRIED, SampleResults.ATTACK)),
        result.plan().withName(SampleResults.ATTACK),
        List.of(
            new LoopChange(
                SampleResults.ATTACK,
                SampleResults.ATTACK,
                SampleResults.ATTACK,
                SampleResults.ATTACK)),
        List.of(Fact.of(PlanFinding.NOT_TRIED, SampleResults.ATTACK)),
        List.of(),
        Map.of(SampleResults.ATTACK, SampleResults.ATTACK));
  }

  private static ControlResult with(
      ControlResult result, List<Arm> arms, Gap gap, Recovery recovery) {
    return new ControlResult(
        result.change(),
        result.confidence(),
        arms,
        gap,
        recovery,
        result.trend(),
        result.power(),
        result.corrections(),
        result.invariants(),
        result.shifts(),
        result.conflicts(),
        result.plan(),
        result.loop(),
        result.expected(),
        result.predicted(),
        result.provenance());
  }

  private static ArmRun diverged(ArmRun run) {
    List<Evaluation> curve = new ArrayList<>(run.curve().subList(0, 6));
    Evaluation.Score lost = new Evaluation.Score(Double.POSITIVE_INFINITY, Double.NaN);
    curve.add(
        new Evaluation(run.curve().get(6).step(), 3, Map.of(Split.TEST, lost, Split.TRAIN, lost)));
    return new ArmRun(
        run.seed(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        12,
        12 * 512,
        0.1,
        true,
        curve);
  }
}
