package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.format.StoredTensor;
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
      Look look = new Look();
      tensor.stream(look);
      long digest = look.digest;
      if (look.odd > 0) {
        leftOut.add(
            new LeftOut(
                tensor.name(), "NaN or infinite in " + look.odd + " of " + look.all + " entries"));
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

  /** What is asked of a tensor's numbers, as they pass. */
  private static final class Look implements StoredTensor.Piece {
    private long odd;
    private long all;
    private long digest = 0xcbf29ce484222325L;

    @Override
    public void take(double[] numbers, int length) {
      all += length;
      for (int i = 0; i < length; i++) {
        odd += Double.isFinite(numbers[i]) ? 0 : 1;
        digest = (digest ^ Double.doubleToRawLongBits(numbers[i])) * 0x100000001b3L;
        digest ^= digest >>> 32;
      }
    }
  }

  private static boolean isTable(WeightTensor tensor) {
    return tensor.role() == Role.EMBEDDING;
  }
}
