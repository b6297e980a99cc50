package org.sweetspot.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sweetspot.control.Gate.Judgement;
import org.sweetspot.recipe.Recipe;

/** The changed recipe with those corrections that the gate has kept so far. */
final class GatedPlan {
  private final Trials trials;
  private final Gate gate;
  private final BatchChange change;
  private final List<Correction> corrections = new ArrayList<>();
  private final List<List<ArmRun>> others = new ArrayList<>();
  private Recipe recipe;
  private List<ArmRun> runs;
  private int candidates;

  GatedPlan(Trials trials, Gate gate, BatchChange change, List<ArmRun> changed) {
    this.trials = trials;
    this.gate = gate;
    this.change = change;
    this.recipe = change.changed();
    this.runs = changed;
  }

  /**
   * Tries the proposals of one kind, which exclude each other, and keeps the one with the best
   * validation accuracy of those that pass the gate together.
   */
  void offer(ProposalSource source, PlanBasis basis) {
    List<Proposal> proposals = source.propose(basis, recipe);
    if (proposals.isEmpty()) {
      return;
    }
    List<List<ArmRun>> tried =
        proposals.stream()
            .map(proposal -> trials.train("with " + proposal.name(), proposal.corrected()))
            .toList();
    List<Judgement> judgements = gate.judge(runs, tried);
    List<Trial> all = new ArrayList<>();
    for (int i = 0; i < proposals.size(); i++) {
      all.add(new Trial(proposals.get(i), tried.get(i), judgements.get(i)));
    }
    candidates = Math.max(candidates, proposals.size());
    others.addAll(tried);
    keepBest(all);
  }

  private void keepBest(List<Trial> tried) {
    Optional<Trial> best =
        tried.stream()
            .filter(trial -> trial.judgement().passes())
            .max(Comparator.comparingDouble(trial -> trial.judgement().effect().value()));
    for (Trial trial : tried) {
      corrections.add(
          new Correction(
              trial.proposal().name(),
              trial.proposal().reason(),
              outcome(trial, best),
              trial.judgement().effect(),
              trial.judgement().pValue(),
              change.cost(trial.proposal().corrected()).times(change.cost(change.unchanged())),
              trial.runs().stream().mapToDouble(ArmRun::seconds).sum()));
    }
    if (best.isPresent()) {
      recipe = best.get().proposal().corrected();
      runs = best.get().runs();
    }
  }

  private Outcome outcome(Trial trial, Optional<Trial> best) {
    if (best.filter(trial::equals).isPresent()) {
      return Outcome.KEPT;
    }
    if (trial.runs().stream().anyMatch(ArmRun::diverged)) {
      return Outcome.DIVERGED;
    }
    if (trial.judgement().passes() && best.isPresent()) {
      double[] behind = Gate.differences(trial.runs(), best.get().runs());
      return PairedInterval.ofMean(behind, gate.confidence()).isAboveZero()
          ? Outcome.LESS
          : Outcome.AS_GOOD;
    }
    boolean hurts =
        trial.judgement().effect().value() < 0
            && trial.judgement().pValue() < 1 - gate.confidence();
    return hurts ? Outcome.HURTS : Outcome.NOT_SIGNIFICANT;
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

  /** How small an improvement on the plan the gate could see; empty if nothing was tried. */
  Optional<GatePower> power() {
    return GatePower.of(gate.confidence(), trials.validationExamples(), runs, others, candidates);
  }

  /** A proposal that was tried, and what came of it. */
  private record Trial(Proposal proposal, List<ArmRun> runs, Judgement judgement) {}
}
