package org.sweetspot.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.problem.ConvolutionInputs;
import tools.jackson.databind.JsonNode;

/**
 * What the convolutions of a model in another process are applied to, as it said at its opening.
 *
 * @param convolutionInputs by the name of the kernel
 */
record RemoteConvolutionInputs(Map<String, Input> convolutionInputs) implements ConvolutionInputs {
  /** Entries that the input of one channel may have. */
  private static final long MOST = 1L << 24;

  /** Copies the map. */
  RemoteConvolutionInputs {
    convolutionInputs = Map.copyOf(convolutionInputs);
  }

  static RemoteConvolutionInputs of(JsonNode about) {
    Map<String, Input> inputs = new HashMap<>();
    about
        .path("layers")
        .properties()
        .forEach(
            layer -> {
              List<Long> sides = new ArrayList<>();
              long numbers = 1;
              for (JsonNode side : layer.getValue().path("sides")) {
                long extent = whole(side, 1, layer);
                sides.add(extent);
                numbers = Math.multiplyExact(numbers, extent);
                if (numbers > MOST) {
                  throw wrong("at most " + MOST + " places", layer);
                }
              }
              int stride = whole(layer.getValue().path("stride"), 1, layer);
              int margin = whole(layer.getValue().path("margin"), 0, layer);
              inputs.put(layer.getKey(), new Input(sides, stride, margin));
            });
    return new RemoteConvolutionInputs(inputs);
  }

  private static int whole(JsonNode value, int least, Map.Entry<String, JsonNode> layer) {
    int number = value.isIntegralNumber() && value.canConvertToInt() ? value.asInt() : least - 1;
    if (number < least || number > MOST) {
      throw wrong("whole numbers from " + least + " to " + MOST, layer);
    }
    return number;
  }

  private static BridgeException wrong(String expected, Map.Entry<String, JsonNode> layer) {
    return new BridgeException(
        "bridge: convolution-inputs: expected "
            + expected
            + ", got "
            + layer.getValue()
            + " of "
            + layer.getKey());
  }
}
