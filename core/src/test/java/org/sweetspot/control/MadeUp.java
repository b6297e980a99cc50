package org.sweetspot.control;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.correction.Card;
import org.sweetspot.control.correction.Correction;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.correction.Stage;
import org.sweetspot.recipe.Recipe;

/** A correction made up for a test: all that a new one needs. */
record MadeUp(Stage stage, BiFunction<Situation, Recipe, List<Proposal>> proposals)
    implements Correction {
  static CorrectionCatalogue of(BiFunction<Situation, Recipe, List<Proposal>> proposals) {
    return CorrectionCatalogue.of(new MadeUp(Stage.RATE_AND_LENGTH, proposals));
  }

  @Override
  public Card card() {
    return new Card("made-up", "made up", "Nothing real.", "always", "none", "none", "none");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.values());
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    return proposals.apply(situation, current);
  }
}
