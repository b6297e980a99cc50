package org.sweetspot.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.Gate.Judgement;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.Correction;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Holm;
import org.sweetspot.statistics.PairedInterval;

/** The changed recipe with those corrections that the gate has kept so far. */
final class GatedPlan {
  private final Trials trials;
  private final Gate gate;
  private final Change change;
  private final List<TriedCorrection> corrections = new ArrayList<>();
  private final List<List<ArmRun>> others = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private Recipe recipe;
  private List<ArmRun> runs;
  private int candidates;

  GatedPlan(Trials trials, Gate gate, Change change, List<ArmRun> changed) {
    this.trials = trials;
    this.gate = gate;
    this.change = change;
    this.recipe = change.alone();
    this.runs = changed;
  }

  /**
   * Tries the proposals of one stage, which exclude each other, and keeps the one with the best
   * validation accuracy of those that pass the gate together. Of equal recipes the first counts.
   */
  void offer(List<Correction> corrections, Situation situation) {
    Map<Recipe, Proposal> distinct = new LinkedHashMap<>();
    Map<Recipe, String> ids = new LinkedHashMap<>();
    for (Correction correction : corrections) {
      for (Proposal proposal : correction.propose(situation, recipe)) {
        distinct.putIfAbsent(proposal.corrected(), proposal);
        ids.putIfAbsent(proposal.corrected(), correction.card().id());
      }
    }
    distinct.remove(recipe);
    distinct.keySet().removeIf(corrected -> leftOut(corrected, distinct.get(corrected)));
    List<Proposal> proposals = List.copyOf(distinct.values());
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
      Proposal proposal = proposals.get(i);
      String id = Objects.requireNonNull(ids.get(proposal.corrected()));
      all.add(new Trial(id, proposal, tried.get(i), judgements.get(i)));
    }
    candidates = Math.max(candidates, proposals.size());
    others.addAll(tried);
    keepBest(all);
  }

  /** What cannot be trained here is not tried, and it is said why. */
  private boolean leftOut(Recipe corrected, @Nullable Proposal proposal) {
    List<String> missing = trials.untrainable(recipe, corrected);
    if (!missing.isEmpty() && proposal != null) {
      left.add(proposal.name() + " (no key for " + String.join(", ", missing) + ")");
    }
    return !missing.isEmpty();
  }

  /** Proposals that could not be tried, each with the reason. */
  List<String> left() {
    return List.copyOf(left);
  }

  private void keepBest(List<Trial> tried) {
    Optional<Trial> best =
        tried.stream()
            .filter(trial -> trial.judgement().passes())
            .max(Comparator.comparingDouble(trial -> trial.judgement().effect().value()));
    for (Trial trial : tried) {
      corrections.add(
          new TriedCorrection(
              trial.id(),
              trial.proposal().name(),
              trial.proposal().reason(),
              outcome(trial, best),
              trial.judgement().effect(),
              trial.judgement().pValue(),
              trial.judgement().raw(),
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

  /** What was tried, each with its p-value adjusted for all of them. */
  List<TriedCorrection> corrections() {
    double[] raw = corrections.stream().mapToDouble(TriedCorrection::overall).toArray();
    int[] judged = IntStream.range(0, raw.length).filter(i -> Double.isFinite(raw[i])).toArray();
    double[] adjusted = Holm.adjust(Arrays.stream(judged).mapToDouble(i -> raw[i]).toArray());
    List<TriedCorrection> all = new ArrayList<>(corrections);
    for (int i = 0; i < judged.length; i++) {
      all.set(judged[i], corrections.get(judged[i]).withOverall(adjusted[i]));
    }
    return List.copyOf(all);
  }

  /** How small an improvement on the plan the gate could see; empty if nothing was tried. */
  Optional<GatePower> power() {
    return GatePower.of(
        gate.confidence(), trials.validationExamples(recipe), runs, others, candidates);
  }

  /** A proposal that was tried, and what came of it. */
  private record Trial(String id, Proposal proposal, List<ArmRun> runs, Judgement judgement) {}
}
