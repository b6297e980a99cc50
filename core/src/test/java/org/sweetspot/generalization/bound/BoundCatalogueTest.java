package org.sweetspot.generalization.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundCatalogueTest {
  @Test
  void everyCardSaysWhatAReaderNeeds() {
    for (BoundRule rule : BoundCatalogue.SHIPPED.rules()) {
      BoundCard card = rule.card();
      assertThat(card.id()).matches("[a-z][a-z0-9-]*");
      assertThat(List.of(card.title(), card.bounds(), card.comparable(), card.formula()))
          .as(card.id())
          .doesNotContain("");
      assertThat(card.source()).as(card.id()).containsPattern("\\d{4}");
    }
  }

  @Test
  void withoutEvidenceEveryRuleSaysWhatItLacksAndHowToGetIt() {
    for (BoundAnswer answer : BoundCatalogue.SHIPPED.apply(Evidence.NONE, 0.05)) {
      assertThat(answer).isInstanceOf(BoundAnswer.Lacking.class);
      assertThat(((BoundAnswer.Lacking) answer).remedy()).isNotEmpty();
    }
  }

  @Test
  void whatIsCertifiedHasPaidForItsConfidence() {
    Evidence evidence = Evidence.NONE.with(HeldOutErrors.class, new HeldOutErrors(3, 100));
    for (BoundAnswer answer : BoundCatalogue.SHIPPED.apply(evidence, 0.05)) {
      if (answer instanceof Bound bound && bound.card().kind() == BoundKind.CERTIFIED) {
        assertThat(bound.confidence().delta()).isLessThanOrEqualTo(0.05 + 1e-15).isPositive();
      }
    }
    BoundCard card = new BinomialTail().card();
    assertThatThrownBy(() -> new Bound(card, 0.1, Confidence.NONE, 1, Map.of()))
        .hasMessageContaining("confidence exactly where it is certified");
  }

  @Test
  void idsDiffer() {
    assertThatThrownBy(() -> new BoundCatalogue(List.of(new BinomialTail(), new BinomialTail())))
        .hasMessageContaining("test-set-exact, test-set-exact");
  }
}
