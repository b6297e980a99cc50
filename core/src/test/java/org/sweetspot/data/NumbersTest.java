package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.sweetspot.vector.Precision;

class NumbersTest {
  @Test
  void numbersAreRoundedToTheirPrecision() {
    Numbers floats = Numbers.zeros(Precision.FLOAT, 2);
    Numbers doubles = Numbers.zeros(Precision.DOUBLE, 2);
    floats.put(1, 1 / 3.0);
    doubles.put(1, 1 / 3.0);

    assertThat(floats.get(1)).isEqualTo((float) (1 / 3.0));
    assertThat(doubles.get(1)).isEqualTo(1 / 3.0);
    assertThat(Numbers.of(1f, 2f).get(1)).isEqualTo(2);
    assertThat(Numbers.of(0.1, 0.2).get(0)).isEqualTo(0.1);
  }

  @Test
  void memoryIsSharedAndNotCopied() {
    ByteBuffer memory = ByteBuffer.allocateDirect(16);
    Numbers numbers = Numbers.over(Precision.DOUBLE, memory);
    Numbers.over(Precision.DOUBLE, memory).put(1, 5);

    assertThat(numbers.size()).isEqualTo(2);
    assertThat(numbers.get(1)).isEqualTo(5);
    assertThatThrownBy(() -> Numbers.over(Precision.DOUBLE, ByteBuffer.allocate(16)))
        .hasMessageContaining("on the heap");
  }
}
