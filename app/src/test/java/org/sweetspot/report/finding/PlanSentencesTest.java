package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.PlanFinding;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;

class PlanSentencesTest {
  @Test
  void whatIsExpectedIsOneSentenceAFact() {
    assertThat(
            PlanSentences.of(
                List.of(
                    Fact.of(PlanFinding.UNDER_TRAINED, 40.0, 1260.0),
                    Fact.of(PlanFinding.WORK_AT_GAIN, 5.6123, 224.4, 17.8),
                    Fact.of(PlanFinding.NOT_TRIED, "one (a reason)", "two"))))
        .isEqualTo(
            "Left alone, 40 steps stand for the baseline's 1260: the network will be under-trained."
                + " With the rate raised by the measured gain of 5.61 they do the work of 224 old"
                + " steps, 18% of the baseline's. Not tried: one (a reason); two.");
    assertThat(PlanSentences.of(Fact.of(PlanFinding.NOT_FEWER_STEPS)))
        .contains("no under-training is expected");
  }

  @Test
  void conflictsNameBothSides() {
    assertThat(PlanSentences.of(Fact.of(PlanFinding.NOISE_AGAINST_STABILITY, 16.0, 4.0)))
        .contains("needs a 16 times larger rate, the curvature allows 4 times");
    assertThat(PlanSentences.of(Fact.of(PlanFinding.STEPS_AGAINST_COST, 32, 4.0)))
        .contains("cost 32 times its examples, the recipe allows 4 times");
    assertThat(PlanSentences.of(Fact.of(PlanFinding.SGD_NOISE_AGAINST_PROGRESS, 2.5)))
        .startsWith("SGD noise scale against progress")
        .contains("at most 2.5 old ones");
    assertThat(PlanSentences.of(Fact.of(PlanFinding.ADAPTIVE_NOISE_AGAINST_PROGRESS, 2.5)))
        .startsWith("Adaptive noise scale");
  }

  @Test
  void otherFactsAreRefused() {
    assertThatThrownBy(() -> PlanSentences.of(Fact.of(Finding.Reading.CARD)))
        .hasMessageContaining("expected one of a plan, got CARD");
  }
}
