package org.sweetspot.control.change;

import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.sweetspot.recipe.Recipe;

/**
 * What can be held equal between the baseline and the changed recipe, so that what it accounts for
 * can be distinguished from the rest. The changed recipe is trained for longer or shorter until it
 * takes as much as the baseline.
 */
public enum Matching {
  /** As many updates: what they account for is under-training, or the good of more of them. */
  STEPS("number of steps"),
  /** As many gradients of single examples. */
  EXAMPLES("number of examples"),
  /** As many multiplications: examples times those of one example. */
  COMPUTE("amount of compute");

  private final String words;

  Matching(String words) {
    this.words = words;
  }

  /** For reports, for instance "number of steps". */
  public String words() {
    return words;
  }

  /** As JSON writes it, for instance "examples". */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the arm: "step-matched", "example-matched" or "compute-matched". */
  public String arm() {
    return id().replaceFirst("s$", "") + "-matched";
  }

  /**
   * Whether steps are what the change moves and can be held.
   *
   * @param change between two recipes
   */
  public static Optional<Matching> of(Change change) {
    return STEPS.differs(change, recipe -> 1) ? Optional.of(STEPS) : Optional.empty();
  }

  /**
   * Whether the change moves the quantity by more than what a short last batch makes of it.
   *
   * @param perExample multiplications of one example; NaN where they are not known
   */
  public boolean differs(Change change, ToDoubleFunction<Recipe> perExample) {
    double before = amount(change, change.baseline(), perExample);
    double after = amount(change, change.changed(), perExample);
    if (this == STEPS) {
      return before != after;
    }
    boolean differs = Math.abs(after / before - 1) > TrainingCost.SAME;
    // Where an example takes as much as before, equal compute is equal examples.
    return differs
        && (this == EXAMPLES || Math.abs(times(change, perExample) - 1) > TrainingCost.SAME);
  }

  /** The changed recipe with as much of the quantity as the baseline takes. */
  public Recipe apply(Change change, ToDoubleFunction<Recipe> perExample) {
    return this == STEPS
        ? change.over(change.changed(), change.baselineSteps())
        : change.longer(change.changed(), times(change, perExample));
  }

  /** The examples that the matched training takes, as a multiple of the baseline's. */
  public double times(Change change, ToDoubleFunction<Recipe> perExample) {
    return switch (this) {
      case STEPS -> change.cost(apply(change, perExample)).times(change.cost(change.baseline()));
      case EXAMPLES -> 1;
      case COMPUTE ->
          perExample.applyAsDouble(change.baseline()) / perExample.applyAsDouble(change.changed());
    };
  }

  private double amount(Change change, Recipe recipe, ToDoubleFunction<Recipe> perExample) {
    TrainingCost cost = change.cost(recipe);
    return switch (this) {
      case STEPS -> cost.steps();
      case EXAMPLES -> cost.examples();
      case COMPUTE -> cost.examples() * perExample.applyAsDouble(recipe);
    };
  }
}
