package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/** All that a new correction needs but its line in a catalogue: one file with a card. */
final class TwiceTheRate implements Correction {
  @Override
  public Card card() {
    return new Card(
        "twice-the-rate", "twice the rate", "Rate times two.", "clipping", "none", "made up", "");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.CLIPPING);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    if (!situation.change().aspects().contains(Aspect.CLIPPING)) {
      return List.of();
    }
    OptimizerRecipe optimizer = current.training().optimizer();
    return List.of(
        new Proposal(
            "twice the rate",
            "made up",
            current.withTraining(
                current.training().withOptimizer(optimizer.withRate(2 * optimizer.rate())))));
  }
}
