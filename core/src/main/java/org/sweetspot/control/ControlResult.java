package org.sweetspot.control;

import java.util.List;
import java.util.Map;
import org.sweetspot.recipe.Recipe;

/**
 * The outcome of one control experiment.
 *
 * @param change in words, for instance "batch 16 to 512"
 * @param confidence of all intervals
 * @param arms baseline, changed, step-matched, controlled
 * @param gap what the change costs and its parts
 * @param recovered share of the gap that the plan won back, 1 for all of it
 * @param corrections what was tried, in order
 * @param invariants biases before and after
 * @param shifts measured biases of the trained networks, before and after
 * @param plan the recipe to train with
 * @param predicted what the plan expected, in words, before it was tried
 * @param verdict the answer in plain sentences, the most important first
 * @param provenance seed, data hash, version, JVM, OS, CPU, device, engine
 */
public record ControlResult(
    String change,
    double confidence,
    List<Arm> arms,
    Gap gap,
    Interval recovered,
    List<Correction> corrections,
    List<Invariant> invariants,
    List<BiasShift> shifts,
    Recipe plan,
    String predicted,
    List<String> verdict,
    Map<String, String> provenance) {
  /** Copies the collections. */
  public ControlResult {
    arms = List.copyOf(arms);
    corrections = List.copyOf(corrections);
    invariants = List.copyOf(invariants);
    shifts = List.copyOf(shifts);
    verdict = List.copyOf(verdict);
    provenance = Map.copyOf(provenance);
  }

  /** The arm of that name. */
  public Arm arm(String name) {
    return arms.stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("arm: expected one of the result's, got " + name));
  }
}
