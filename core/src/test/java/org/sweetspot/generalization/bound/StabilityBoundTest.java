package org.sweetspot.generalization.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StabilityBoundTest {
  private static BoundAnswer answer(StableTraining training) {
    return new StabilityBound().apply(Evidence.NONE.with(StableTraining.class, training), 0.05);
  }

  @Test
  void theNumberIsThatByHand() {
    // 2 * 3^2 / 100 * 0.5, with no confidence: it holds on average only.
    Bound bound = (Bound) answer(new StableTraining(3, 2, 0.1, 0.5, 100, true));
    assertThat(bound.value()).isCloseTo(0.09, within(1e-15));
    assertThat(bound.confidence().parts()).isEmpty();
    assertThat(bound.card().missing()).contains("confidence");
  }

  @Test
  void aLossThatIsNotConvexOrARateThatIsTooLargeIsRefused() {
    assertThat(answer(new StableTraining(3, 2, 0.1, 0.5, 100, false)))
        .isInstanceOf(BoundAnswer.Refused.class);
    assertThat(((BoundAnswer.Refused) answer(new StableTraining(3, 2, 1.1, 5, 100, true))).reason())
        .contains("above 2 over the smoothness");
  }
}
