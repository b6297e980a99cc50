package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;

/** What a training costs. */
public final class ExamplesUsed implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "examples used", "What the training costs: gradients of single examples.", "examples");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return true;
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    return change.cost(recipe).examples();
  }
}
