package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void aWordFarFromAllIsNotGuessed() {
    assertThat(Nearest.word("elephant", List.of("train", "control"))).isEmpty();
    assertThat(Nearest.word("contrl", List.of("train", "control"))).contains("control");
  }
}
