package org.sweetspot.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentenceTest {
  @Test
  void numbersAreWrittenPlainly() {
    assertThat(Sentence.of("%.3g", 1234.5)).isEqualTo("1230");
    assertThat(Sentence.of("%.3g", 0.05)).isEqualTo("0.05");
    assertThat(Sentence.of("%.2g", -0.00012345)).isEqualTo("-0.00012");
    assertThat(Sentence.of("%.3g", 0.99999)).isEqualTo("1");
    assertThat(Sentence.of("%.3g", 0.0)).isEqualTo("0");
    assertThat(Sentence.of("%.2g", 3.456e-7)).isEqualTo("3.5e-07");
    assertThat(Sentence.of("%.3g", 2e7)).isEqualTo("2.00e+07");
    assertThat(Sentence.of("%.3g", Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    assertThat(Sentence.of("%d of %s: %.1f%% (%.0f), $1 \\ %.2g", 3, "a$b", 12.34, 5.0, 7))
        .isEqualTo("3 of a$b: 12.3% (5), $1 \\ 7");
  }
}
