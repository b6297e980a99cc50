package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.Matching;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.measure.Fact;
import org.sweetspot.recipe.OptimizerRecipe;

/**
 * What follows from the readings along the baseline before anything is tried: what is expected, and
 * what cannot be held together.
 */
final class Planner {
  private final Situation situation;

  Planner(Situation situation) {
    this.situation = situation;
  }

  /** What is expected before anything was tried. */
  List<Fact> predicted() {
    double before = situation.change().baselineSteps();
    double after = situation.change().changedSteps();
    if (after >= before) {
      return List.of(Fact.of(PlanFinding.NOT_FEWER_STEPS));
    }
    Fact fewer = Fact.of(PlanFinding.UNDER_TRAINED, after, before);
    double gain = situation.gain();
    if (Double.isNaN(gain) || !situation.change().aspects().contains(Aspect.BATCH)) {
      return List.of(fewer);
    }
    return List.of(
        fewer, Fact.of(PlanFinding.WORK_AT_GAIN, gain, after * gain, 100 * after * gain / before));
  }

  /** Which invariants can't be held together, and why. */
  List<Fact> conflicts() {
    List<Fact> conflicts = new ArrayList<>();
    double kappa = situation.kappa();
    if (kappa > 1 && situation.headroom() < kappa) {
      conflicts.add(Fact.of(PlanFinding.NOISE_AGAINST_STABILITY, kappa, situation.headroom()));
    }
    Change change = situation.change();
    double matched = Matching.of(change).map(steps -> steps.times(change, recipe -> 1)).orElse(0.0);
    if (situation.fewerSteps() >= Situation.DISTINCT && situation.cost() < matched) {
      conflicts.add(Fact.of(PlanFinding.STEPS_AGAINST_COST, matched, situation.cost()));
    }
    if (kappa > 1 && situation.gain() < kappa / Situation.DISTINCT) {
      conflicts.add(
          Fact.of(
              situation.optimizer() instanceof OptimizerRecipe.Sgd
                  ? PlanFinding.SGD_NOISE_AGAINST_PROGRESS
                  : PlanFinding.ADAPTIVE_NOISE_AGAINST_PROGRESS,
              situation.gain()));
    }
    return conflicts;
  }
}
