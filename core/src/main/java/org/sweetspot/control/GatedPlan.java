package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
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

  /** Tries the proposals of one kind, each on top of what was kept. */
  void offer(ProposalSource source, PlanBasis basis) {
    for (Proposal proposal : source.propose(basis, recipe)) {
      if (isKept(proposal) && !source.builds()) {
        return;
      }
    }
  }

  private boolean isKept(Proposal proposal) {
    List<ArmRun> with = trials.train("with " + proposal.name(), proposal.corrected());
    Interval effect = gate.effect(runs, with);
    boolean kept = gate.keeps(effect, with);
    double seconds = with.stream().mapToDouble(ArmRun::seconds).sum();
    corrections.add(new Correction(proposal.name(), proposal.reason(), kept, effect, seconds));
    if (kept) {
      recipe = proposal.corrected();
      runs = with;
    }
    return kept;
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
}
