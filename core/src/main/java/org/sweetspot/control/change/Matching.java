package org.sweetspot.control.change;

import java.util.Locale;
import java.util.Optional;
import org.sweetspot.recipe.Recipe;

/**
 * What can be held equal between the baseline and the changed recipe, so that what it accounts for
 * can be distinguished from the rest.
 */
public enum Matching {
  /** As many updates: what they account for is under-training, or the good of more of them. */
  STEPS("number of steps") {
    @Override
    boolean differs(TrainingCost before, TrainingCost after) {
      return before.steps() != after.steps();
    }

    @Override
    Recipe matched(Change change) {
      return change.over(change.changed(), change.baselineSteps());
    }
  };

  private final String words;

  Matching(String words) {
    this.words = words;
  }

  /** For reports, for instance "number of steps". */
  public String words() {
    return words;
  }

  /** The name of the arm, for instance "step-matched". */
  public String arm() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("s$", "") + "-matched";
  }

  abstract boolean differs(TrainingCost before, TrainingCost after);

  abstract Recipe matched(Change change);

  /**
   * The one quantity that the change moves and that can be held; empty where it moves none.
   *
   * @param change between two recipes
   */
  public static Optional<Matching> of(Change change) {
    TrainingCost before = change.cost(change.baseline());
    TrainingCost after = change.cost(change.changed());
    for (Matching matching : values()) {
      if (matching.differs(before, after)) {
        return Optional.of(matching);
      }
    }
    return Optional.empty();
  }

  /** The changed recipe with that quantity as the baseline has it. */
  public Recipe apply(Change change) {
    return matched(change);
  }
}
