package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
  private static final List<String> KEYS =
      List.of("rate", "momentum", "weight-decay", "batch", "budget", "label-smoothing");

  @Test
  void distanceCountsInsertionsDeletionsReplacementsAndSwaps() {
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("rate", "rate")).isZero();
    assertThat(Spelling.distance("rate", "raet")).isEqualTo(1);
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("sitting", "kitten")).isEqualTo(3);
  }

  @Test
  void theNearestWordIsFoundWhateverTheStyle() {
    assertThat(Spelling.nearest("momentun", KEYS)).contains("momentum");
    assertThat(Spelling.nearest("weightDecay", KEYS)).contains("weight-decay");
    assertThat(Spelling.nearest("label_smoothing", KEYS)).contains("label-smoothing");
    assertThat(Spelling.nearest("learning-rate", KEYS)).contains("rate");
    assertThat(Spelling.nearest("batch_size", KEYS)).contains("batch");
    assertThat(Spelling.nearest("epochs", KEYS)).contains("budget");
    assertThat(Spelling.nearest("contrl", List.of("train", "control"))).contains("control");
    assertThat(Spelling.nearest("--sed", List.of("--seed", "--json"))).contains("--seed");
  }

  @Test
  void nothingIsNearAStrangeOrEndlessWord() {
    assertThat(Spelling.nearest("xylophone", KEYS)).isEmpty();
    assertThat(Spelling.nearest("elephant", List.of("train", "control"))).isEmpty();
    assertThat(Spelling.nearest("", KEYS)).isEmpty();
    assertThat(Spelling.nearest("r".repeat(100_000), KEYS)).isEmpty();
  }
}
