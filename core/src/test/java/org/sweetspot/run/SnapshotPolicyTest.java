package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.SnapshotRecipe;
import org.sweetspot.recipe.SnapshotRecipe.Kind;
import org.sweetspot.recipe.Span;

class SnapshotPolicyTest {
  private static SnapshotPolicy policy(Kind kind, int count) {
    return new SnapshotPolicy(new SnapshotRecipe(kind, count, Span.steps(10)));
  }

  private static long[] written(Kind kind, int count, long last) {
    SnapshotPolicy policy = policy(kind, count);
    return LongStream.rangeClosed(0, last).filter(policy::writes).toArray();
  }

  @Test
  void endsWriteTheFirstAlone() {
    assertThat(written(Kind.ENDS, 1, 50)).containsExactly(0);
  }

  @Test
  void everyWritesMultiples() {
    assertThat(written(Kind.EVERY, 20, 50)).containsExactly(0, 20, 40);
  }

  @Test
  void logarithmicWritesSoManyPerFactorOfTen() {
    assertThat(written(Kind.LOGARITHMIC, 1, 2000)).containsExactly(0, 1, 10, 100, 1000);
    // 10^(1/3) = 2.15, 10^(2/3) = 4.64.
    assertThat(written(Kind.LOGARITHMIC, 3, 100)).containsExactly(0, 1, 3, 5, 10, 22, 47, 100);
  }

  @Test
  void theTailRolls() {
    SnapshotPolicy policy = policy(Kind.TAIL, 3);
    assertThat(policy.writes(1)).isTrue();
    assertThat(policy.drops(3)).isEmpty();
    assertThat(policy.drops(4)).hasValue(1);
    assertThat(policy.drops(10)).hasValue(7);
    assertThat(policy(Kind.EVERY, 3).drops(10)).isEmpty();
  }
}
