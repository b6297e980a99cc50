package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.Recipe;

/**
 * One kind of alteration that can win back what a change costs. Implementations hold no state; what
 * they propose follows from the situation and the recipe alone.
 */
public interface Correction {
  /** What it does, when, at what cost, and on which evidence. */
  Card card();

  /** The aspects of a change that it answers; a joint change is answered by those of any part. */
  Set<Aspect> answers();

  /** Which corrections it excludes and when it is tried. */
  Stage stage();

  /**
   * Recipes to try, which exclude each other.
   *
   * @param situation the change, and what was read along the baseline
   * @param current the changed recipe with the corrections kept so far
   * @return nothing where there is nothing to do
   */
  List<Proposal> propose(Situation situation, Recipe current);
}
