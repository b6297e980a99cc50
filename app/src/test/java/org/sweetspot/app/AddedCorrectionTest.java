package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.correction.Card;
import org.sweetspot.control.correction.Correction;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.correction.Stage;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.report.CorrectionsJson;

/** A correction of one's own is listed by its line in the catalogue alone. */
class AddedCorrectionTest {
  private static final class Nothing implements Correction {
    @Override
    public Card card() {
      return new Card("nothing", "no alteration", "Nothing.", "never", "none", "no effect", "");
    }

    @Override
    public Set<Aspect> answers() {
      return Set.of(Aspect.CLIPPING);
    }

    @Override
    public Stage stage() {
      return Stage.AVERAGING;
    }

    @Override
    public List<Proposal> propose(Situation situation, Recipe current) {
      return List.of();
    }
  }

  @Test
  void itsCardStandsInTheListAndInTheJson() {
    CorrectionCatalogue catalogue = CorrectionCatalogue.SHIPPED.with(new Nothing());
    StringWriter text = new StringWriter();
    CorrectionsCommand.print(catalogue, new PrintWriter(text, true));
    assertThat(text.toString())
        .contains("nothing: no alteration", "answers  gradient clipping", "evidence no effect");
    assertThat(CorrectionsJson.write(catalogue.corrections())).contains("\"id\" : \"nothing\"");
  }
}
