package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.vector.ParameterGroup.Role;

/** Takes out what can't be measured for its numbers, so that it costs only itself. */
public final class FiniteWeights {
  private static final int NAMES_SHOWN = 3;

  private FiniteWeights() {}

  /**
   * The tensors of finite numbers; those that hold NaN or an infinity are left out. Matrices that
   * hold the same numbers are noted: they may be one in the network, but the file keeps both. Reads
   * every tensor once, one at a time.
   *
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static Weights of(Weights weights) {
    List<WeightTensor> finite = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>(weights.leftOut());
    Map<List<Object>, String> known = new HashMap<>();
    List<String> twins = new ArrayList<>();
    for (WeightTensor tensor : weights.tensors()) {
      long odd = 0;
      long digest = 0xcbf29ce484222325L;
      double[] entries = tensor.load();
      for (double entry : entries) {
        odd += Double.isFinite(entry) ? 0 : 1;
        digest = (digest ^ Double.doubleToRawLongBits(entry)) * 0x100000001b3L;
        digest ^= digest >>> 32;
      }
      if (odd > 0) {
        leftOut.add(
            new LeftOut(
                tensor.name(), "NaN or infinite in " + odd + " of " + entries.length + " entries"));
        continue;
      }
      finite.add(tensor);
      if (tensor.shape().size() > 1 && (tensor.role() == Role.WEIGHT || isTable(tensor))) {
        String twin = known.putIfAbsent(List.of(tensor.shape(), digest), tensor.name());
        if (twin != null) {
          twins.add(tensor.name() + " (as " + twin + ")");
        }
      }
    }
    List<String> notes = new ArrayList<>(weights.notes());
    if (!twins.isEmpty()) {
      notes.add(
          "Stored twice with the same numbers, and counted twice: "
              + String.join(", ", twins.subList(0, Math.min(NAMES_SHOWN, twins.size())))
              + (twins.size() > NAMES_SHOWN ? " and " + (twins.size() - NAMES_SHOWN) + " more" : "")
              + ".");
    }
    return new Weights(weights.origin(), weights.kind(), finite, leftOut, notes);
  }

  private static boolean isTable(WeightTensor tensor) {
    return tensor.role() == Role.EMBEDDING;
  }
}
