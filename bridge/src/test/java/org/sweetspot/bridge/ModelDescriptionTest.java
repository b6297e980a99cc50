package org.sweetspot.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.Precision;

class ModelDescriptionTest {
  private static final String TEXT =
      """
      {"framework": "PyTorch 2.10.0", "model": "Net", "device": "cpu", "precision": "single",
       "parameters": [{"name": "a", "role": "weight", "shape": [2, 3]},
                      {"name": "b", "role": "bias", "shape": []}],
       "sizes": {"train": 10}, "mixes": {"train": true}, "modes-differ": true,
       "refused-modes": {"evaluate": "never used"}, "abilities": {"outputs": {}},
       "missing": {"inputs": "text"}, "notes": {"loss": "mean"}, "training": {"batch": 32}}\
      """;

  @Test
  void whatIsSaidIsRead() {
    ModelDescription model = ModelDescription.parse(TEXT);
    assertThat(model.parameters()).extracting("offset").containsExactly(0L, 6L);
    assertThat(model.precision()).isEqualTo(Precision.FLOAT);
    assertThat(model.sizes()).containsEntry(Split.TRAIN, 10);
    assertThat(model.mixing()).containsExactlyInAnyOrder(Mode.TRAIN, Mode.PROBE);
    assertThat(model.refusedModes()).containsKey(Mode.EVALUATE);
    assertThat(model.ability("outputs")).isPresent();
    assertThat(model.training()).containsEntry("batch", 32.0);
  }

  @Test
  void whatMemoryCannotHoldIsRefused() {
    assertThatThrownBy(
            () -> ModelDescription.parse(TEXT.replace("[2, 3]", "[4611686018427387904, 4]")))
        .isInstanceOf(BridgeException.class)
        .hasMessageContaining("memory can hold");
    assertThatThrownBy(() -> ModelDescription.parse(TEXT.replace("[2, 3]", "[-1]")))
        .isInstanceOf(BridgeException.class);
    assertThatThrownBy(() -> ModelDescription.parse(TEXT.replace("\"b\"", "\"a\"")))
        .isInstanceOf(BridgeException.class)
        .hasMessageContaining("twice a");
    assertThatThrownBy(() -> ModelDescription.parse("[]")).isInstanceOf(BridgeException.class);
  }

  @Test
  void mutatedDescriptionsAreReadOrRefusedAndNothingElse() {
    RandomStream draws = new Seed(2).stream("fuzz");
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(TEXT);
      for (int change = draws.nextInt(3); change >= 0; change--) {
        int at = draws.nextInt(text.length());
        switch (draws.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, "0123456789{}[]\",:-e".charAt(draws.nextInt(19)));
          default -> text.insert(at, text.charAt(draws.nextInt(text.length())));
        }
      }
      try {
        ModelDescription.parse(text.toString());
        read++;
      } catch (BridgeException refused) {
        assertThat(refused).hasMessageContaining("expected");
      }
    }
    assertThat(read).isBetween(1, 19_999);
  }
}
