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
 * top of those kept before it, kept or dropped by the {@link Gate}; the biases of the four arms.
 */
public final class ControlExperiment {
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
    List<ArmRun> before = trials.train("baseline", baseline);
    List<ArmRun> changed = trials.train("changed", change.changed());
    List<ArmRun> matched = trials.train("step-matched", change.stepMatched());
    requireTruth(before);

    PlanBasis basis = new PlanBasis(change, readings, control.cost());
    Planner planner = new Planner(basis);
    GatedPlan gated =
        new GatedPlan(trials, new Gate(control.confidence()), change.changed(), changed);
    planner.sources().forEach(source -> gated.offer(source, basis));

    List<Arm> arms = new ArrayList<>();
    arms.add(trials.arm("baseline", baseline, before));
    arms.add(trials.arm("changed", change.changed(), changed));
    arms.add(trials.arm("step-matched", change.stepMatched(), matched));
    arms.add(trials.arm("controlled", gated.recipe(), gated.runs()));

    Gap gap = gap(before, changed, matched, control.confidence());
    Interval recovered =
        PairedInterval.ofRatio(
            differences(gated.runs(), changed), differences(before, changed), control.confidence());
    List<Invariant> invariants =
        new Invariants(change, readings).table(baseline, change.changed(), gated.recipe());
    List<BiasShift> shifts = new BiasShifts(trials.measurements(), control.confidence()).all();
    List<String> verdict =
        new Verdict(
                change,
                gap,
                recovered,
                gated.corrections(),
                shifts,
                invariants,
                planner.conflicts(),
                control.confidence())
            .sentences();
    return new ControlResult(
        "batch " + recipe.training().batch() + " to " + change.batch(),
        control.confidence(),
        arms,
        gap,
        recovered,
        gated.corrections(),
        invariants,
        shifts,
        finished(gated.recipe(), recipe),
        String.join(" ", planner.predicted()),
        verdict,
        provenance);
  }

  private static Gap gap(
      List<ArmRun> baseline, List<ArmRun> changed, List<ArmRun> matched, double confidence) {
    return new Gap(
        PairedInterval.ofMean(differences(baseline, changed), confidence),
        PairedInterval.ofMean(differences(matched, changed), confidence),
        PairedInterval.ofMean(differences(baseline, matched), confidence));
  }

  /** Test accuracy of one arm minus that of another, in points, by seed. */
  private static double[] differences(List<ArmRun> more, List<ArmRun> less) {
    double[] differences = new double[more.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = 100 * (more.get(i).testAccuracy() - less.get(i).testAccuracy());
    }
    return differences;
  }

  private static void requireChange(Recipe recipe) {
    if (recipe.control().change().batch() == 0) {
      throw new IllegalArgumentException(
          "control: expected a change, got none; add control.change.batch to the recipe or --change batch=N");
    }
    if (recipe.data().split().validation() == 0) {
      throw new IllegalArgumentException(
          "data.split.validation: expected a validation split, got none; corrections are chosen on it so that the test split stays unseen, for instance validation: 300");
    }
  }

  private static void requireTruth(List<ArmRun> baseline) {
    if (baseline.stream().anyMatch(run -> run.diverged() || !Double.isFinite(run.testAccuracy()))) {
      throw new IllegalArgumentException(
          "baseline: expected a recipe that trains and has a test split with classes, got runs that diverged or have no accuracy; mend the recipe before changing it");
    }
  }

  /** The recipe to train with: the plan's, evaluated as the user wanted it. */
  private static Recipe finished(Recipe controlled, Recipe asked) {
    return controlled
        .withName(Verdict.controlledName(asked))
        .withTraining(controlled.training().withEvaluation(asked.training().evaluation()))
        .withControl(ControlRecipe.DEFAULT);
  }
}
