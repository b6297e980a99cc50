package org.sweetspot.control;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sweetspot.recipe.Recipe;

/** The changed recipe with those corrections that the gate has kept so far. */
final class GatedPlan {
  private final Trials trials;
  private final Gate gate;
  private final List<Correction> corrections = new ArrayList<>();
  private final Set<Proposal.Kind> settled = EnumSet.noneOf(Proposal.Kind.class);
  private Recipe recipe;
  private List<ArmRun> runs;

  GatedPlan(Trials trials, Gate gate, Recipe changed, List<ArmRun> runs) {
    this.trials = trials;
    this.gate = gate;
    this.recipe = changed;
    this.runs = runs;
  }

  /** Tries a proposal on top of what was kept, unless another of its kind was kept already. */
  void offer(Proposal proposal) {
    if (settled.contains(proposal.kind())) {
      return;
    }
    Recipe corrected = proposal.correction().apply(recipe);
    List<ArmRun> with = trials.train("with " + proposal.name(), corrected);
    Interval effect = gate.effect(runs, with);
    boolean kept = gate.keeps(effect, with);
    double seconds = with.stream().mapToDouble(ArmRun::seconds).sum();
    corrections.add(new Correction(proposal.name(), proposal.reason(), kept, effect, seconds));
    if (kept) {
      recipe = corrected;
      runs = with;
      // A longer training may be followed by a still longer one; all others replace each other.
      if (proposal.kind() != Proposal.Kind.LENGTH) {
        settled.add(proposal.kind());
      }
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
}
