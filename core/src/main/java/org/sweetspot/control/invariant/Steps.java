package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;

/** Updates of a training. */
public final class Steps implements Invariant {
  @Override
  public Card card() {
    return new Card("number of steps", "How many updates the training makes.", "steps");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return true;
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    return change.cost(recipe).steps();
  }
}
