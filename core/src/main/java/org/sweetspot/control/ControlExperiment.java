package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * Tries a wanted change of the batch size over paired seeds and answers with a verdict.
 *
 * <p>In this order: noise and curvature along the baseline; the baseline; the change alone; the
 * change with as many steps as the baseline; the plan that follows; each proposal of the plan on
 * top of those kept before it, kept or dropped by the {@link Gate}; the baseline at the cost of the
 * plan, where that is another; properties of the trained networks of the first four arms.
 */
public final class ControlExperiment {
  /** Costs nearer to each other than this share are the same but for a short last batch. */
  private static final double SAME_COST = 0.01;

  private final Laboratory laboratory;
  private final ExperimentObserver observer;
  private final Map<String, String> provenance;

  /**
   * An experiment.
   *
   * @param laboratory trains and measures
   * @param observer is told what is going on
   * @param provenance of the result
   */
  public ControlExperiment(
      Laboratory laboratory, ExperimentObserver observer, Map<String, String> provenance) {
    this.laboratory = laboratory;
    this.observer = observer;
    this.provenance = Map.copyOf(provenance);
  }

  /**
   * Tries the change that the recipe's control part names.
   *
   * @throws IllegalArgumentException if the recipe names no change, has no validation or no test
   *     split, or can't be compared step by step
   */
  public ControlResult run(Recipe recipe) {
    ControlRecipe control = recipe.control();
    requireChange(recipe);
    BatchChange change =
        new BatchChange(recipe, control.change().batch(), laboratory.trainingExamples());
    Recipe baseline = change.unchanged();
    Trials trials = new Trials(laboratory, observer, control.seeds());
    trials.expect(baseline, 1 + 2 * Math.min(1, change.kappa()));

    Readings readings = trials.read(baseline);
    List<ArmRun> before = trials.train(Arm.BASELINE, baseline);
    List<ArmRun> changed = trials.train(Arm.CHANGED, change.changed());
    List<ArmRun> matched = trials.train(Arm.STEP_MATCHED, change.stepMatched());
    requireTruth(before);

    PlanBasis basis = new PlanBasis(change, readings, control.cost());
    Planner planner = new Planner(basis);
    GatedPlan gated = new GatedPlan(trials, new Gate(control.confidence()), change, changed);
    planner.sources().forEach(source -> gated.offer(source, basis));

    List<Arm> arms = new ArrayList<>();
    double times = change.cost(gated.recipe()).times(change.cost(baseline));
    boolean dearer = Math.abs(times - 1) > SAME_COST;
    Recipe equal = change.atCost(times);
    List<ArmRun> equalRuns = dearer ? trials.train(Arm.EQUAL_COST, equal) : before;
    arms.add(trials.arm(Arm.BASELINE, baseline, before));
    arms.add(trials.arm(Arm.CHANGED, change.changed(), changed));
    arms.add(trials.arm(Arm.STEP_MATCHED, change.stepMatched(), matched));
    arms.add(trials.arm(Arm.CONTROLLED, gated.recipe(), gated.runs()));
    if (dearer) {
      arms.add(trials.unmeasured(Arm.EQUAL_COST, equal, equalRuns));
    }
    Differences differences = new Differences(control.confidence());
    Gap gap =
        new Gap(
            differences.of(before, changed),
            differences.of(matched, changed),
            differences.of(before, matched));
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
        "batch " + recipe.training().batch() + " to " + change.batch(),
        control.confidence(),
        arms,
        gap,
        recovery,
        BaselineTrend.of(before, gap, control.confidence()).orElse(null),
        gated.power().orElse(null),
        gated.corrections(),
        new Invariants(change, readings).table(baseline, change.changed(), gated.recipe()),
        new BiasShifts(trials.measurements(), control.confidence()).all(),
        planner.conflicts(),
        plan,
        new LoopChanges(recipe, plan, laboratory.trainingExamples()).all(),
        String.join(" ", planner.predicted()),
        provenance);
  }

  private static void requireChange(Recipe recipe) {
    if (recipe.control().change().batch() == 0) {
      throw new IllegalArgumentException(
          "control: expected a change, got none; add control.change.batch to the recipe or --change"
              + " batch=N");
    }
    if (recipe.data().split().validation() == 0) {
      throw new IllegalArgumentException(
          "data.split.validation: expected a validation split, got none; corrections are chosen on"
              + " it so that the test split stays unseen, for instance validation: 300");
    }
  }

  private static void requireTruth(List<ArmRun> baseline) {
    if (baseline.stream().anyMatch(run -> run.diverged() || !Double.isFinite(run.testAccuracy()))) {
      throw new IllegalArgumentException(
          "baseline: expected a recipe that trains and has a test split with classes, got runs that"
              + " diverged or have no accuracy; repair the recipe before changing it");
    }
  }

  /** The recipe to train with: the plan's, evaluated as the user wanted it. */
  private static Recipe finished(Recipe controlled, Recipe asked) {
    return controlled
        .withName(asked.name() + "-controlled")
        .withTraining(controlled.training().withEvaluation(asked.training().evaluation()))
        .withControl(ControlRecipe.DEFAULT);
  }
}
