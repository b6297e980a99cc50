package org.sweetspot.control;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.measure.Fact;
import org.sweetspot.recipe.Recipe;

/**
 * The outcome of one control experiment, as numbers and findings; sentences are made of them by who
 * reports.
 *
 * @param change what was changed
 * @param confidence of all intervals
 * @param arms baseline, changed, step-matched, controlled; where the plan costs more or less than
 *     the baseline, equal-cost; where the change moves them, example-matched and compute-matched;
 *     of a joint change each value alone
 * @param gap what the change costs and its parts
 * @param recovery what the plan won back
 * @param trend whether the baseline still improves when it ends; null where its curves don't tell
 * @param power how small an effect the gate could see; null where nothing was tried
 * @param corrections what was tried, in order
 * @param criticalBatch along the baseline; null where no correction asked for it
 * @param invariants what the recipes fix, before and after
 * @param shifts measured properties of the trained networks, before and after
 * @param conflicts which invariants can't be held together; facts of {@link PlanFinding}
 * @param plan the recipe to train with
 * @param loop the plan as changes of a training loop
 * @param expected what follows from the readings before anything is tried; facts of {@link
 *     PlanFinding}
 * @param predicted of the changed arm, beside its outcome
 * @param provenance seed, data hash, version, JVM, OS, CPU, device, engine
 */
public record ControlResult(
    ChangeSummary change,
    double confidence,
    List<Arm> arms,
    Gap gap,
    Recovery recovery,
    @Nullable BaselineTrend trend,
    @Nullable GatePower power,
    List<TriedCorrection> corrections,
    @Nullable CriticalBatch criticalBatch,
    List<InvariantRow> invariants,
    List<BiasShift> shifts,
    List<Fact> conflicts,
    Recipe plan,
    List<LoopChange> loop,
    List<Fact> expected,
    List<Prediction> predicted,
    Map<String, String> provenance) {
  /** Of an experiment in which no correction asked for the critical batch. */
  public ControlResult(
      ChangeSummary change,
      double confidence,
      List<Arm> arms,
      Gap gap,
      Recovery recovery,
      @Nullable BaselineTrend trend,
      @Nullable GatePower power,
      List<TriedCorrection> corrections,
      List<InvariantRow> invariants,
      List<BiasShift> shifts,
      List<Fact> conflicts,
      Recipe plan,
      List<LoopChange> loop,
      List<Fact> expected,
      List<Prediction> predicted,
      Map<String, String> provenance) {
    this(
        change,
        confidence,
        arms,
        gap,
        recovery,
        trend,
        power,
        corrections,
        null,
        invariants,
        shifts,
        conflicts,
        plan,
        loop,
        expected,
        predicted,
        provenance);
  }

  /** Copies the collections. */
  public ControlResult {
    arms = List.copyOf(arms);
    corrections = List.copyOf(corrections);
    invariants = List.copyOf(invariants);
    shifts = List.copyOf(shifts);
    conflicts = List.copyOf(conflicts);
    expected = List.copyOf(expected);
    loop = List.copyOf(loop);
    predicted = List.copyOf(predicted);
    provenance = Map.copyOf(provenance);
  }

  /** The arm of that name. */
  public Arm arm(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("arm: expected one of the result's, got " + name));
  }

  /** The arm of that name, if the experiment has it. */
  public Optional<Arm> find(String name) {
    return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
  }

  /** Whether a smaller batch is trained at a rate too large for its noise. */
  public Optional<Instability> instability() {
    return Instability.of(this);
  }

  /** What the plan's training takes, as a multiple of the baseline's examples. */
  public double times() {
    return arm(Arm.CONTROLLED).cost().times(arm(Arm.BASELINE).cost());
  }

  /** The corrections of the plan. */
  public List<TriedCorrection> kept() {
    return corrections.stream().filter(TriedCorrection::kept).toList();
  }

  /** Those of the plan that would not have been kept if all that was tried were judged at once. */
  public List<TriedCorrection> doubtful() {
    return kept().stream().filter(kept -> kept.overall() >= 1 - confidence).toList();
  }

  /** The cheapest correction that the gate could not distinguish from the one that was kept. */
  public Optional<TriedCorrection> cheaper() {
    return corrections.stream()
        .filter(correction -> correction.outcome() == Outcome.AS_GOOD)
        .filter(correction -> correction.cost() < times() * (1 - TrainingCost.SAME))
        .min(Comparator.comparingDouble(TriedCorrection::cost));
  }
}
