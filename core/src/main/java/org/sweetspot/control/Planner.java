package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.recipe.OptimizerRecipe;

/**
 * Computes, from what was read along the baseline, what to alter together with the batch: learning
 * rate and length together, then warm-up, then normalization.
 *
 * <p>Normalization comes last, since an under-trained network hides what it does.
 */
final class Planner {
  private final PlanBasis basis;

  Planner(PlanBasis basis) {
    this.basis = basis;
  }

  /** The kinds of corrections, in the order in which they are tried. */
  List<ProposalSource> sources() {
    return List.of(
        new RateAndLengthProposals(), new WarmUpProposals(), new NormalizationProposals());
  }

  /** What is expected before anything was tried, in plain sentences. */
  List<String> predicted() {
    double before = basis.change().baselineSteps();
    double after = basis.change().changedSteps();
    if (after >= before) {
      return List.of(
          "The change does not lower the number of steps: no under-training is expected.");
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
            Figures.three(basis.gain()),
            after * basis.gain(),
            100 * after * basis.gain() / before));
  }

  /** Which invariants can't be held together, and why. */
  List<String> conflicts() {
    List<String> conflicts = new ArrayList<>();
    double kappa = basis.kappa();
    if (kappa > 1 && basis.headroom() < kappa) {
      conflicts.add(
          format(
              Locale.ROOT,
              "SGD noise scale against stability: keeping rate / batch needs a %s times larger"
                  + " rate, the curvature allows %s times.",
              Figures.three(kappa),
              Figures.three(basis.headroom())));
    }
    BatchChange change = basis.change();
    double matched = change.cost(change.stepMatched()).times(change.cost(change.baseline()));
    if (basis.fewerSteps() >= PlanBasis.DISTINCT && basis.cost() < matched) {
      conflicts.add(
          format(
              Locale.ROOT,
              "Number of steps against cost: as many steps as the baseline cost %s times its"
                  + " examples, the recipe allows %s times.",
              Figures.three(matched),
              Figures.three(basis.cost())));
    }
    if (kappa > 1 && basis.gain() < kappa / PlanBasis.DISTINCT) {
      conflicts.add(
          format(
              Locale.ROOT,
              "%s against progress: the gradient is not all noise, so that a step is"
                  + " worth at most %s old ones; a rate raised beyond that adds noise only.",
              noiseScale(),
              Figures.three(basis.gain())));
    }
    return conflicts;
  }

  private String noiseScale() {
    return basis.optimizer() instanceof OptimizerRecipe.Sgd
        ? "SGD noise scale"
        : "Adaptive noise scale";
  }
}
