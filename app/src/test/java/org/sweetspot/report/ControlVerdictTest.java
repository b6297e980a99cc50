package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.BaselineTrend;
import org.sweetspot.control.ChangeSummary;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.EqualCost;
import org.sweetspot.control.Gap;
import org.sweetspot.control.GatePower;
import org.sweetspot.control.Outcome;
import org.sweetspot.control.Recovery;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.Matching;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.Span;
import org.sweetspot.statistics.Figures;
import org.sweetspot.statistics.Interval;

/** What is said, and above all what is not said, of experiments of every kind. */
class ControlVerdictTest {
  private static final Interval NOTHING = new Interval(0.1, -0.4, 0.6);

  private static final int EXAMPLES = 1024;

  private static Recipe recipe(int batch, Span budget) {
    return RecipeReader.parse(
        "sample.yaml",
        """
        name: sample
        data: {source: digits, split: {validation: 300}}
        model: {kind: mlp, hidden: [8]}
        training: {batch: %d, optimizer: {kind: sgd, rate: 0.1}, budget: %s}
        """
            .formatted(batch, budget));
  }

  private static List<ArmRun> runs(double... accuracies) {
    List<ArmRun> runs = new ArrayList<>();
    for (double accuracy : accuracies) {
      runs.add(run(runs.size() + 1, accuracy, accuracy, 0.1, false));
    }
    return runs;
  }

  /** One run with these accuracies, in per cent, and this training loss. */
  private static ArmRun run(
      long seed, double validation, double test, double loss, boolean diverged) {
    return new ArmRun(
        seed, loss, 1, validation / 100, test / 100, 1, 100, 1600, 1, diverged, List.of());
  }

  /** An experiment on 1,024 examples whose parts can be exchanged. */
  private static final class Sample {
    private int before = 16;
    private int after = 256;
    private Span budget = Span.epochs(10);
    private double times = 1;
    private Interval gap = new Interval(4, 3, 5);
    private Interval steps = new Interval(1.5, 1, 2);
    private Interval equal = new Interval(2.5, 2, 3);
    private Recovery recovery =
        new Recovery(new Interval(3, 2, 4), new Interval(0.75, 0.6, 0.9), null);
    private BaselineTrend trend = new BaselineTrend(new Interval(0, -0.2, 0.2), 1);
    private GatePower power = new GatePower(3, 300, 4, 0.05, 0.5, 0.2);
    private List<TriedCorrection> corrections = List.of(correction("plan", Outcome.KEPT, 1));
    private List<ArmRun> baselineRuns = runs(95, 95, 95);
    private List<ArmRun> changedRuns = runs(91, 91, 91);

    String verdict() {
      return String.join(" ", ControlVerdict.of(result()));
    }

    ControlResult result() {
      Recipe baseline = recipe(before, budget);
      Change change =
          Change.of(
              baseline.withControl(baseline.control().withChange(ChangeRecipe.batch(after))),
              any -> EXAMPLES);
      List<Arm> arms = new ArrayList<>();
      arms.add(arm(Arm.BASELINE, change, change.unchanged(), baselineRuns));
      arms.add(arm(Arm.CHANGED, change, change.alone(), changedRuns));
      arms.add(
          arm(Arm.STEP_MATCHED, change, Matching.STEPS.apply(change, recipe -> 1), changedRuns));
      Recipe plan = times == 1 ? change.alone() : change.longer(change.alone(), times);
      arms.add(arm(Arm.CONTROLLED, change, plan, changedRuns));
      if (recovery.equalCost() != null) {
        arms.add(arm(Arm.EQUAL_COST, change, change.atCost(times), runs(96, 96.5, 96.4)));
      }
      return new ControlResult(
          new ChangeSummary(change.edits(), Matching.of(change).orElse(null)),
          0.95,
          arms,
          new Gap(gap, steps, equal),
          recovery,
          trend,
          power,
          corrections,
          List.of(),
          List.of(),
          List.of(),
          plan,
          List.of(),
          List.of(),
          List.of(),
          Map.of());
    }

    private static Arm arm(String name, Change change, Recipe recipe, List<ArmRun> runs) {
      return new Arm(name, recipe, change.cost(recipe), runs, List.of());
    }
  }

  private static TriedCorrection correction(String name, Outcome outcome, double cost) {
    return new TriedCorrection(
        "made-up", name, "", outcome, new Interval(2, 1, 3), 0.01, 0.01, cost, 1);
  }

  @Test
  void aLargerBatchLosesByTooFewStepsAndAtEqualSteps() {
    assertThat(new Sample().verdict())
        .startsWith(
            "A batch of 256 instead of 16 costs 4.0 points (95% interval 3.0 to 5.0) of test"
                + " accuracy. Of this, 1.5 points (95% interval 1.0 to 2.0) are under-training: as"
                + " many steps as the baseline's give them back. The other 2.5 points (95% interval"
                + " 2.0 to 3.0) are the gap at equal steps: they stay when the steps are as many."
                + " The plan (plan) wins back 75% of the gap (95% interval 60% to 90%). It trains"
                + " on 1.00 times the baseline's examples, in 40 steps instead of 640.");
  }

  @Test
  void underTrainingAloneLeavesNoGapAtEqualSteps() {
    Sample sample = new Sample();
    sample.equal = new Interval(-0.6, -1, -0.2);
    assertThat(sample.verdict())
        .contains(
            "At equal steps there is no gap: the larger batch is better by 0.6 points (95%"
                + " interval 0.2 to 1.0).");
    sample.steps = new Interval(4.6, 4, 5.2);
    assertThat(sample.verdict())
        .contains(
            "Under-training accounts for all of it: as many steps as the baseline's give 4.6 points"
                + " (95% interval 4.0 to 5.2) back.")
        .doesNotContain("Of this");
    sample.equal = NOTHING;
    assertThat(sample.verdict())
        .contains("At equal steps no gap is significant: 0.1 points (95% interval -0.4 to 0.6).");
    sample.steps = NOTHING;
    assertThat(sample.verdict()).contains("Under-training is not significant");
  }

  @Test
  void withoutAGapThereIsNothingOfIt() {
    Sample sample = new Sample();
    sample.gap = NOTHING;
    sample.steps = NOTHING;
    sample.equal = NOTHING;
    sample.recovery =
        new Recovery(
            NOTHING, new Interval(2, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), null);
    assertThat(sample.verdict())
        .startsWith(
            "No cost of a batch of 256 instead of 16 is significant: the difference in test")
        .contains("no significant gap there is no share of it to win back")
        .contains("not significantly different from the change alone (+0.1 points")
        .doesNotContain("Of this", "under-training", "The other", "wins back", "200%");
    sample.gap = new Interval(-1, -1.5, -0.5);
    assertThat(sample.verdict())
        .startsWith("A batch of 256 instead of 16 costs nothing: test accuracy is higher by 1.0")
        .doesNotContain("Of this", "wins back");
  }

  @Test
  void aHiddenGapAtEqualStepsIsSaidWhereMoreStepsMakeUpForIt() {
    Sample sample = new Sample();
    sample.gap = NOTHING;
    assertThat(sample.verdict())
        .contains("But at the same number of steps the larger batch costs 2.5 points");
  }

  @Test
  void aSmallerBatchIsNotUnderTrained() {
    Sample sample = smaller();
    assertThat(sample.verdict())
        .startsWith("A batch of 16 instead of 256 costs 4.0 points")
        .contains(
            "The smaller batch makes 16 times as many steps (640 instead of 40), so that it is not"
                + " under-trained. At equal steps the smaller batch costs 2.5 points (95% interval"
                + " 2.0 to 3.0). Its further steps cost another 1.5 points (95% interval 1.0 to"
                + " 2.0).")
        .doesNotContain("larger batch", "are under-training", "give them back", "instability");
    sample.steps = new Interval(-1.5, -2, -1);
    assertThat(sample.verdict())
        .contains("Its further steps give 1.5 points (95% interval 1.0 to 2.0) back.");
    sample.equal = new Interval(-0.6, -1, -0.2);
    assertThat(sample.verdict())
        .contains("At equal steps there is no gap: the smaller batch is better by 0.6 points");
  }

  private static Sample smaller() {
    Sample sample = new Sample();
    sample.before = 256;
    sample.after = 16;
    return sample;
  }

  @Test
  void aRateTooLargeForASmallerBatchIsCalledInstability() {
    Sample sample = smaller();
    sample.changedRuns =
        List.of(run(1, 40, 40, 1.8, false), run(2, 50, 50, 1.9, false), run(3, 30, 30, 2.0, false));
    assertThat(sample.verdict())
        .contains(
            "What happens is instability: the training loss ends at 1.9 instead of 0.1, in spite of"
                + " as many steps or more. The learning rate is too large for the noise of the"
                + " smaller batch, whose gradient has 16 times the variance.");
    sample.changedRuns =
        List.of(
            run(1, 40, 40, Double.POSITIVE_INFINITY, true),
            run(2, 50, 50, 0.1, false),
            run(3, 30, 30, 0.1, false));
    assertThat(sample.verdict()).contains("What happens is instability: 1 of 3 runs diverged");
  }

  @Test
  void aBudgetInStepsLeavesNoUnderTraining() {
    Sample sample = new Sample();
    sample.budget = Span.steps(200);
    sample.steps = new Interval(0, 0, 0);
    sample.equal = sample.gap;
    assertThat(sample.verdict())
        .contains("Both make 200 steps, so that nothing of it is under-training")
        .contains("It trains on 16.00 times the baseline's examples, in 200 steps instead of 200.");
  }

  @Test
  void moreThanAllOfTheGapIsPaidWithComputeAndStandsBesideEqualCost() {
    Sample sample = new Sample();
    sample.times = 4;
    sample.recovery =
        new Recovery(
            new Interval(4.4, 4, 4.8),
            new Interval(1.09, 1.03, 1.21),
            new EqualCost(new Interval(1.3, 1, 1.6), new Interval(-0.8, -1.2, -0.4)));
    sample.corrections =
        List.of(
            correction("cheap", Outcome.AS_GOOD, 1.0),
            correction("plan", Outcome.KEPT, 4.0),
            correction("worse", Outcome.LESS, 1.0));
    assertThat(sample.verdict())
        .contains(
            "wins back 109% of the gap (95% interval 103% to 121%), more than all of it, which is"
                + " paid with compute. It trains on 4.00 times the baseline's examples, in 160"
                + " steps instead of 640. The same cost spent on the baseline gives 96.3%, 1.3"
                + " points above the baseline (95% interval 1.0 to 1.6); beside that the plan is"
                + " 0.8 points below it (95% interval 0.4 to 1.2). Cheaper, and not distinguishable"
                + " from it on the validation data: cheap, at 1.00 times the examples.");
  }

  @Test
  void aPlanThatKeepsNothingIsTheChangeAlone() {
    Sample sample = new Sample();
    sample.corrections = List.of(correction("warm-up", Outcome.NOT_SIGNIFICANT, 1));
    assertThat(sample.verdict()).contains("none was kept and the plan is the change alone.");
    sample.corrections = List.of();
    assertThat(sample.verdict()).contains("No correction proposed anything for this change");
  }

  @Test
  void anUnfinishedBaselineIsSaidBeforeEverythingElse() {
    Sample sample = new Sample();
    sample.times = 4;
    sample.trend = new BaselineTrend(new Interval(3.4, 2.1, 4.7), 1);
    sample.recovery =
        new Recovery(
            new Interval(4.4, 4, 4.8),
            new Interval(1.1, 1, 1.2),
            new EqualCost(new Interval(1.3, 1, 1.6), NOTHING));
    assertThat(ControlVerdict.of(sample.result()).get(0))
        .startsWith(
            "First: the baseline is not trained to its end. In the last fifth of its training"
                + " validation accuracy still rises by 3.4 points (95% interval 2.1 to 4.7)."
                + " Trained on 4.00 times the examples it is 1.3 points above this baseline (95%"
                + " interval 1.0 to 1.6). Everything below compares with that unfinished training");
    assertThat(sample.verdict())
        .contains(
            "which is paid with compute; beside an unfinished baseline that share says little.");
    sample.trend = new BaselineTrend(new Interval(-1, -30, 28), 1);
    assertThat(ControlVerdict.of(sample.result()).get(0))
        .startsWith("First: whether the baseline is trained to its end is open.")
        .contains("changes by -1.0 points (95% interval -30.0 to 28.0)");
    sample.trend = new BaselineTrend(new Interval(0.2, -0.5, 0.9), 1);
    assertThat(ControlVerdict.of(sample.result()).get(0)).startsWith("A batch of 256");
  }

  @Test
  void whatTheGateCanSeeIsSaidWithNumbers() {
    GatePower power = new GatePower(3, 300, 4, 0.05, 0.5, 0.2);
    assertThat(new Sample().verdict())
        .contains(
            "What this experiment can see with 3 seeds and 300 validation examples: an improvement"
                + " of "
                + Figures.digits(power.smallest(), 2)
                + " points is found in 8 of 10 experiments (4 candidates share the level, by Holm)."
                + " To find "
                + Figures.digits(power.smallest() / 2, 2)
                + " points takes "
                + power.seedsFor(power.smallest() / 2)
                + " seeds; four times the validation examples would show about "
                + Figures.digits(power.smallest(1200), 2)
                + " points.");
    Sample blind = new Sample();
    blind.power = new GatePower(2, 100, 8, 0.05, 2, 1);
    assertThat(blind.verdict())
        .contains(
            "2 seeds and 100 validation examples: hardly anything: only an improvement of more")
        .contains("To find 25 points takes ");
  }
}
