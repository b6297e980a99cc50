package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.recipe.Recipe;

/** Measures the critical batch along a baseline by branching, over its first seeds. */
public final class CriticalBatchProbe implements Probe<CriticalBatch> {
  private static final int SEEDS = 5;

  @Override
  public ProbeCard card() {
    return new ProbeCard(
        "critical-batch",
        "the largest batch that loses nothing over the same examples, at four points of the"
            + " baseline's first half",
        "a correction asks for it: the batch grows",
        "for each of up to five seeds half a training, and four branches an eighth of it long for"
            + " each batch and rate",
        "Merrill et al. 2025, arXiv 2505.23971");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BATCH);
  }

  @Override
  public Optional<CriticalBatch> read(Change change, ProbeRuns runs) {
    Recipe baseline = change.unchanged();
    BranchDesign design = BranchDesign.upTo(change.kappa(), baseline, change.examples(baseline));
    if (!change.aspects().contains(Aspect.BATCH) || design.factors().size() < 2) {
      return Optional.empty();
    }
    List<double[][]> losses = new ArrayList<>();
    for (int i = 0; i < Math.min(SEEDS, runs.seeds()); i++) {
      Optional<double[][]> branched = runs.branches(baseline, design, i);
      if (branched.isEmpty()) {
        return Optional.empty();
      }
      losses.add(branched.get());
    }
    return Optional.of(
        CriticalBatch.of(baseline.training().batch(), design, losses, runs.readings()));
  }
}
