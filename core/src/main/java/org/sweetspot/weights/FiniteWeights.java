package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.List;

/** Takes out what can't be measured for its numbers, so that it costs only itself. */
public final class FiniteWeights {
  private FiniteWeights() {}

  /**
   * The tensors of finite numbers; those that hold NaN or an infinity are left out. Reads every
   * tensor once, one at a time.
   *
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static Weights of(Weights weights) {
    List<WeightTensor> finite = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>(weights.leftOut());
    for (WeightTensor tensor : weights.tensors()) {
      long odd = 0;
      double[] entries = tensor.load();
      for (double entry : entries) {
        odd += Double.isFinite(entry) ? 0 : 1;
      }
      if (odd == 0) {
        finite.add(tensor);
      } else {
        leftOut.add(
            new LeftOut(
                tensor.name(), "NaN or infinite in " + odd + " of " + entries.length + " entries"));
      }
    }
    return new Weights(weights.origin(), weights.kind(), finite, leftOut);
  }
}
