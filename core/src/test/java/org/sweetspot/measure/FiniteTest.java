package org.sweetspot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.statistics.UndefinedException;

class FiniteTest {
  private static Answer answer(Value value, Value error) {
    return Answer.estimate(value, error, "estimator", Conventions.definition("conventions"));
  }

  @Test
  void aNumberThatIsNotFiniteIsNoAnswer() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Finite.require(answer(Value.of(bad), Value.of(1))))
          .isInstanceOf(UndefinedException.class);
      assertThatThrownBy(() -> Finite.require(answer(Value.of(1), Value.of(bad))))
          .isInstanceOf(UndefinedException.class)
          .hasMessageContaining("error of 1.0");
      Value list = new Value.Series(List.of(1.0, bad));
      assertThatThrownBy(() -> Finite.require(answer(list, list)))
          .isInstanceOf(UndefinedException.class);
    }
  }

  @Test
  void namedNumbersThatAreNotFiniteAreLeftOutAndNamed() {
    Value values = Value.Named.of(Map.of("a", 1.0, "b", Double.NaN, "c", 3.0));
    Value errors = Value.Named.of(Map.of("a", 0.1, "b", 0.1, "c", Double.POSITIVE_INFINITY));
    Answer kept = Finite.require(answer(values, errors));
    assertThat(kept.value()).isEqualTo(Value.Named.of(Map.of("a", 1.0)));
    assertThat(kept.error()).isEqualTo(Value.Named.of(Map.of("a", 0.1)));
    assertThat(kept.conventions().text()).contains("not finite: [b, c]");
    Value none = Value.Named.of(Map.of("a", Double.NaN));
    assertThatThrownBy(() -> Finite.require(answer(none, none)))
        .isInstanceOf(UndefinedException.class);
  }
}
