package org.sweetspot.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sweetspot.recipe.Recipe;

/** The changed recipe with those corrections that the gate has kept so far. */
final class GatedPlan {
  private final Trials trials;
  private final Gate gate;
  private final List<Correction> corrections = new ArrayList<>();
  private Recipe recipe;
  private List<ArmRun> runs;

  GatedPlan(Trials trials, Gate gate, Recipe changed, List<ArmRun> runs) {
    this.trials = trials;
    this.gate = gate;
    this.recipe = changed;
    this.runs = runs;
  }

  /**
   * Tries the proposals of one kind. Those that build on each other are tried one after the other,
   * each on top of what was kept; of those that exclude each other all are tried, and the best of
   * those that pass the gate is kept.
   */
  void offer(ProposalSource source, PlanBasis basis) {
    List<Proposal> proposals = source.propose(basis, recipe);
    if (source.builds()) {
      proposals.forEach(proposal -> keepBest(List.of(trial(proposal))));
    } else {
      keepBest(proposals.stream().map(this::trial).toList());
    }
  }

  private Trial trial(Proposal proposal) {
    List<ArmRun> with = trials.train("with " + proposal.name(), proposal.corrected());
    return new Trial(proposal, with, gate.effect(runs, with));
  }

  private void keepBest(List<Trial> tried) {
    Optional<Trial> best =
        tried.stream()
            .filter(trial -> gate.keeps(trial.effect(), trial.runs()))
            .max(Comparator.comparingDouble(trial -> trial.effect().value()));
    for (Trial trial : tried) {
      boolean kept = best.filter(trial::equals).isPresent();
      corrections.add(trial.correction(kept));
    }
    if (best.isPresent()) {
      recipe = best.get().proposal().corrected();
      runs = best.get().runs();
    }
  }

  Recipe recipe() {
    return recipe;
  }

  List<ArmRun> runs() {
    return runs;
  }

  List<Correction> corrections() {
    return List.copyOf(corrections);
  }

  /** A proposal that was tried, and what it changed. */
  private record Trial(Proposal proposal, List<ArmRun> runs, Interval effect) {
    Correction correction(boolean kept) {
      double seconds = runs.stream().mapToDouble(ArmRun::seconds).sum();
      return new Correction(proposal.name(), proposal.reason(), kept, effect, seconds);
    }
  }
}
