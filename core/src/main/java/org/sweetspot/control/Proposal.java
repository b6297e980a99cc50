package org.sweetspot.control;

import java.util.function.UnaryOperator;
import org.sweetspot.recipe.Recipe;

/**
 * One correction that a plan proposes.
 *
 * @param kind proposals of one kind replace each other: once one is kept, the rest of its kind is
 *     not tried
 * @param name short, in the field's terms
 * @param reason with the measured numbers
 * @param correction the recipe with it from the recipe without it
 */
public record Proposal(Kind kind, String name, String reason, UnaryOperator<Recipe> correction) {
  /** What a proposal alters; tried in this order. */
  public enum Kind {
    /** The learning rate. */
    RATE,
    /** How the learning rate starts. */
    WARM_UP,
    /** How long to train; a longer one after a kept one is tried again. */
    LENGTH,
    /** Over which examples normalization takes its statistics. */
    NORMALIZATION
  }
}
