package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.Matching;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.statistics.Figures;

/**
 * What follows from the readings along the baseline before anything is tried: what is expected, and
 * what cannot be held together.
 */
final class Planner {
  private final Situation situation;

  Planner(Situation situation) {
    this.situation = situation;
  }

  /** What is expected before anything was tried, in plain sentences. */
  List<String> predicted() {
    double before = situation.change().baselineSteps();
    double after = situation.change().changedSteps();
    if (after >= before) {
      return List.of(
          "The change does not lower the number of steps: no under-training is expected.");
    }
    boolean noise = !Double.isNaN(situation.gain());
    if (!noise || !situation.change().aspects().contains(Aspect.BATCH)) {
      return List.of(
          format(
              Locale.ROOT,
              "Left alone, %.0f steps stand for the baseline's %.0f: the network will be"
                  + " under-trained.",
              after,
              before));
    }
    return List.of(
        format(
            Locale.ROOT,
            "Left alone, %.0f steps stand for the baseline's %.0f: the network will be"
                + " under-trained.",
            after,
            before),
        format(
            Locale.ROOT,
            "With the rate raised by the measured gain of %s they do the work of %.0f old steps,"
                + " %.0f%% of the baseline's.",
            Figures.three(situation.gain()),
            after * situation.gain(),
            100 * after * situation.gain() / before));
  }

  /** Which invariants can't be held together, and why. */
  List<String> conflicts() {
    List<String> conflicts = new ArrayList<>();
    double kappa = situation.kappa();
    if (kappa > 1 && situation.headroom() < kappa) {
      conflicts.add(
          format(
              Locale.ROOT,
              "SGD noise scale against stability: keeping rate / batch needs a %s times larger"
                  + " rate, the curvature allows %s times.",
              Figures.three(kappa),
              Figures.three(situation.headroom())));
    }
    Change change = situation.change();
    double matched = Matching.of(change).map(steps -> steps.times(change, recipe -> 1)).orElse(0.0);
    if (situation.fewerSteps() >= Situation.DISTINCT && situation.cost() < matched) {
      conflicts.add(
          format(
              Locale.ROOT,
              "Number of steps against cost: as many steps as the baseline cost %s times its"
                  + " examples, the recipe allows %s times.",
              Figures.three(matched),
              Figures.three(situation.cost())));
    }
    if (kappa > 1 && situation.gain() < kappa / Situation.DISTINCT) {
      conflicts.add(
          format(
              Locale.ROOT,
              "%s against progress: the gradient is not all noise, so that a step is"
                  + " worth at most %s old ones; a rate raised beyond that adds noise only.",
              noiseScale(),
              Figures.three(situation.gain())));
    }
    return conflicts;
  }

  private String noiseScale() {
    return situation.optimizer() instanceof OptimizerRecipe.Sgd
        ? "SGD noise scale"
        : "Adaptive noise scale";
  }
}
