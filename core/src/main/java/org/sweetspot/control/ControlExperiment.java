package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.Matching;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.correction.Stage;
import org.sweetspot.control.prediction.Evidence;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.SmallRuns;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Fact;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * Tries a wanted change of a recipe over paired seeds and answers with a verdict.
 *
 * <p>In this order: noise and curvature along the baseline; the baseline; what it predicts of the
 * change; the change alone, of which the first run predicts the others; the change with as many
 * steps as the baseline; of a joint change each part alone; the plan that follows; each proposal of
 * the plan on top of those kept before it, kept or dropped by the {@link Gate}; the baseline at the
 * cost of the plan, where that is another; properties of the trained networks of the first four
 * arms.
 */
public final class ControlExperiment {
  private final Laboratory laboratory;
  private final ExperimentObserver observer;
  private final Map<String, String> provenance;
  private final CorrectionCatalogue corrections;
  private final List<LedgerEntry> ledger;

  /**
   * An experiment with every correction there is.
   *
   * @param laboratory trains and measures
   * @param observer is told what is going on
   * @param provenance of the result
   */
  public ControlExperiment(
      Laboratory laboratory, ExperimentObserver observer, Map<String, String> provenance) {
    this(laboratory, observer, provenance, CorrectionCatalogue.SHIPPED, Ledger.shipped());
  }

  /**
   * An experiment with corrections of one's own.
   *
   * @param corrections that may be tried, each where it answers the change
   * @param ledger of earlier changes, which predictions are calibrated on
   */
  public ControlExperiment(
      Laboratory laboratory,
      ExperimentObserver observer,
      Map<String, String> provenance,
      CorrectionCatalogue corrections,
      List<LedgerEntry> ledger) {
    this.ledger = List.copyOf(ledger);
    this.corrections = corrections;
    this.laboratory = laboratory;
    this.observer = observer;
    this.provenance = Map.copyOf(provenance);
  }

  /**
   * Tries the change that the recipe's control part names.
   *
   * @throws RefusedException if the recipe names no change, has no validation or no test split, or
   *     can't be compared step by step
   * @throws org.sweetspot.recipe.RecipeException if the changed recipe can't be trained
   */
  public ControlResult run(Recipe recipe) {
    ControlRecipe control = recipe.control();
    requireChange(recipe);
    Change change = Change.of(recipe, laboratory::trainingExamples);
    Optional<Matching> matching = Matching.of(change);
    Recipe baseline = change.unchanged();
    Recipe held =
        matching.map(kind -> kind.apply(change, laboratory::forwardCost)).orElse(change.alone());
    requireTrainable(baseline, change.alone(), "the change");
    requireTrainable(baseline, held, "training for another number of steps");
    Trials trials = new Trials(laboratory, observer, control.seeds());
    trials.expect(baseline, 1 + 2 * Math.min(1, change.kappa()));
    if (control.cost() > 1) {
      // The baseline at the plan's cost, which is at most what the recipe allows.
      trials.reserve(baseline, control.cost());
    }

    Readings readings =
        trials.read(baseline).withRounding(one -> laboratory.rounding(baseline, one));
    List<ArmRun> before = trials.train(Arm.BASELINE, baseline);
    requireTruth(before);
    ChangedArmPredictions predictions =
        new ChangedArmPredictions(change, before, laboratory, ledger);
    observer.predicts(predictions.fromTheCurve());
    SmallRuns.of(change)
        .filter(small -> small.cost() / control.seeds() <= control.pilots())
        .ifPresent(
            small ->
                observer.predicts(
                    predictions.fromSmallRuns(small, trials.pilots(small.recipes()))));
    if (Evidence.PREFIX / control.seeds() <= control.pilots()) {
      observer.predicts(
          predictions.fromTheBeginning(trials.begin(Arm.CHANGED, change.alone(), Evidence.PREFIX)));
    }
    ArmRun first = trials.first(Arm.CHANGED, change.alone());
    observer.predicts(predictions.fromTheFirstRun(first));
    List<ArmRun> changed = trials.train(Arm.CHANGED, change.alone(), List.of(first));
    List<ArmRun> matched = trials.train(Arm.STEP_MATCHED, held);
    Differences differences = new Differences(control.confidence());
    MatchedArms further =
        new MatchedArms(
            trials,
            change,
            control.cost(),
            differences,
            before,
            changed,
            trials.unmeasured(Arm.STEP_MATCHED, held, matched));
    List<Arm> parts = new ArrayList<>();
    Change.parts(recipe, laboratory::trainingExamples)
        .forEach(
            (name, part) ->
                parts.add(trials.unmeasured(name, part.alone(), trials.train(name, part.alone()))));

    TrainedPilots pilots = new TrainedPilots(laboratory, trials, change, readings);
    Situation situation = new Situation(change, readings, control.cost(), pilots);
    Planner planner = new Planner(situation);
    GatedPlan gated = new GatedPlan(trials, new Gate(control.confidence()), change, changed);
    observer.predicts(predictions.ofThePlan());
    for (Stage stage : Stage.values()) {
      gated.offer(corrections.of(stage, change.aspects()), situation);
    }

    List<Arm> arms = new ArrayList<>();
    double times = change.cost(gated.recipe()).times(change.cost(baseline));
    boolean dearer = Math.abs(times - 1) > TrainingCost.SAME;
    Recipe equal = change.atCost(times);
    trials.release();
    List<ArmRun> equalRuns = dearer ? trials.train(Arm.EQUAL_COST, equal) : before;
    arms.add(trials.arm(Arm.BASELINE, baseline, before));
    arms.add(trials.arm(Arm.CHANGED, change.alone(), changed));
    arms.add(trials.arm(Arm.STEP_MATCHED, held, matched));
    arms.add(trials.arm(Arm.CONTROLLED, gated.recipe(), gated.runs()));
    if (dearer) {
      arms.add(trials.unmeasured(Arm.EQUAL_COST, equal, equalRuns));
    }
    arms.addAll(further.arms());
    arms.addAll(parts);
    Gap gap =
        new Gap(
            differences.of(before, changed),
            differences.of(matched, changed),
            differences.of(before, matched),
            further.gaps(),
            new GapParts(differences, before, changed, parts).all());
    Recovery recovery =
        new Recovery(
            differences.of(gated.runs(), changed),
            differences.ratio(gated.runs(), changed, before),
            dearer
                ? new EqualCost(
                    differences.of(equalRuns, before), differences.of(gated.runs(), equalRuns))
                : null);
    Recipe plan = finished(gated.recipe(), recipe);
    return new ControlResult(
        ChangeSummary.of(change, matching.orElse(null)),
        control.confidence(),
        arms,
        gap,
        recovery,
        BaselineTrend.of(before, gap, control.confidence()).orElse(null),
        gated.power().orElse(null),
        gated.corrections(),
        pilots.knownCriticalBatch().orElse(null),
        new Invariants(change, readings).table(baseline, change.alone(), gated.recipe()),
        new BiasShifts(trials.measurements(), control.confidence()).all(),
        planner.conflicts(),
        plan,
        new LoopChanges(recipe, plan, laboratory::trainingExamples).all(),
        expected(planner, gated),
        predictions.scored(changed, gated.runs()),
        provenance);
  }

  private static List<Fact> expected(Planner planner, GatedPlan gated) {
    List<Fact> expected = new ArrayList<>(planner.predicted());
    if (!gated.left().isEmpty()) {
      expected.add(new Fact(PlanFinding.NOT_TRIED, List.copyOf(gated.left())));
    }
    return expected;
  }

  private static void requireChange(Recipe recipe) {
    if (recipe.control().change().isEmpty()) {
      throw new RefusedException(
          "control",
          "a change",
          "none",
          "add control.change to the recipe, or --change with a key and a value such as"
              + " batch=2048");
    }
    if (recipe.data().split().validation() == 0) {
      throw new RefusedException(
          "data.split.validation",
          "a validation split",
          "none",
          "corrections are chosen on it so that the test split stays unseen, for instance"
              + " validation: 300");
    }
  }

  /** A laboratory may not be able to train every recipe: a command has keys for some values. */
  private void requireTrainable(Recipe baseline, Recipe recipe, String what) {
    List<String> missing = laboratory.untrainable(baseline, recipe);
    if (!missing.isEmpty()) {
      throw new RefusedException(
          "training.run",
          "a key for each value that " + what + " needs",
          "none for " + String.join(", ", missing),
          "add it in braces to the command (docs/own-training.md lists the names), or change"
              + " something else");
    }
  }

  private static void requireTruth(List<ArmRun> baseline) {
    if (baseline.stream().anyMatch(run -> run.diverged() || !Double.isFinite(run.testAccuracy()))) {
      throw new RefusedException(
          "baseline",
          "a recipe that trains and has a test split with classes",
          "runs that diverged or have no accuracy",
          "repair the recipe before changing it");
    }
  }

  /** The recipe to train with: the plan's, evaluated as the user wanted it. */
  static Recipe finished(Recipe controlled, Recipe asked) {
    return controlled
        .withName(asked.name() + "-controlled")
        .withTraining(controlled.training().withEvaluation(asked.training().evaluation()))
        .withControl(ControlRecipe.DEFAULT);
  }
}
