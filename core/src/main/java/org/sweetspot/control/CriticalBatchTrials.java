package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.BranchDesign;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;

/** Measures the critical batch along a baseline by branching, over its first seeds. */
final class CriticalBatchTrials {
  private static final int SEEDS = 5;

  private final Trials trials;
  private final Readings readings;

  CriticalBatchTrials(Trials trials, Readings readings) {
    this.trials = trials;
    this.readings = readings;
  }

  /** The critical batch; empty where no larger batch can be tried or a laboratory cannot branch. */
  Optional<CriticalBatch> of(Change change) {
    Recipe baseline = change.unchanged();
    BranchDesign design = BranchDesign.upTo(change.kappa(), baseline, change.examples(baseline));
    if (design.factors().size() < 2) {
      return Optional.empty();
    }
    List<double[][]> losses = new ArrayList<>();
    for (int i = 0; i < Math.min(SEEDS, trials.seeds()); i++) {
      Optional<double[][]> branched = trials.branches(baseline, design, i);
      if (branched.isEmpty()) {
        return Optional.empty();
      }
      losses.add(branched.get());
    }
    return Optional.of(CriticalBatch.of(baseline.training().batch(), design, losses, readings));
  }
}
