package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Span;

class PaceTest {
  private static int[] due(Span span) {
    Pace pace = new Pace(span, BatchSizes.constant(1, 4));
    return IntStream.rangeClosed(0, 12).filter(step -> pace.isDue(step, 0)).toArray();
  }

  @Test
  void stepsAndEpochsFallOnFixedUpdates() {
    assertThat(due(Span.steps(5))).containsExactly(5, 10);
    assertThat(due(Span.epochs(1))).containsExactly(4, 8, 12);
    assertThat(due(Span.epochs(0.625))).containsExactly(3, 5, 8, 10);
    assertThat(due(Span.steps(1))).hasSize(12);
  }

  @Test
  void zeroIsNever() {
    assertThat(due(Span.steps(0))).isEmpty();
    assertThat(due(Span.seconds(0))).isEmpty();
  }

  @Test
  void secondsCountSinceTheLastTime() {
    Pace pace = new Pace(Span.seconds(10), BatchSizes.constant(1, 4));
    assertThat(pace.isDue(3, 9.9)).isFalse();
    assertThat(pace.isDue(3, 10)).isTrue();
  }
}
