package org.sweetspot.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.problem.ConvolutionInputs;
import tools.jackson.databind.json.JsonMapper;

class RemoteConvolutionInputsTest {
  private static RemoteConvolutionInputs read(String layer) {
    return RemoteConvolutionInputs.of(
        JsonMapper.shared().readTree("{\"layers\": {\"one.weight\": " + layer + "}}"));
  }

  @Test
  void whatIsSaidOfAKernelIsRead() {
    assertThat(read("{\"sides\": [28, 14], \"stride\": 2, \"margin\": 0}").convolutionInputs())
        .containsExactly(
            java.util.Map.entry(
                "one.weight", new ConvolutionInputs.Input(List.of(28L, 14L), 2, 0)));
    assertThat(RemoteConvolutionInputs.of(JsonMapper.shared().readTree("{}")).convolutionInputs())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sides\": [0], \"stride\": 1, \"margin\": 0}",
        "{\"sides\": [4], \"stride\": 0, \"margin\": 0}",
        "{\"sides\": [4], \"stride\": 1, \"margin\": -1}",
        "{\"sides\": [4.5], \"stride\": 1, \"margin\": 0}",
        "{\"sides\": [1000000, 1000000], \"stride\": 1, \"margin\": 0}",
        "{\"sides\": [4], \"stride\": 1}",
        "7"
      })
  void whatCannotBeIsRefusedByName(String layer) {
    assertThatThrownBy(() -> read(layer))
        .isInstanceOf(BridgeException.class)
        .hasMessageContainingAll("convolution-inputs: expected", "one.weight");
  }
}
