package org.sweetspot.weights.packed;

import java.io.IOException;
import java.util.Optional;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.StoredTensor;

/** Which group of inputs, and so which scale, an input belongs to. */
final class Groups {
  private Groups() {}

  /** As the tensor says, or groups of the same length one after another where there is none. */
  static int[] of(Optional<StoredTensor> order, int inputs, int groups) throws IOException {
    int[] group = new int[inputs];
    if (order.isEmpty()) {
      int length = (inputs + groups - 1) / groups;
      for (int in = 0; in < inputs; in++) {
        group[in] = in / length;
      }
      return group;
    }
    double[] said = order.get().read();
    for (int in = 0; in < inputs; in++) {
      if (said.length != inputs || !(said[in] >= 0 && said[in] < groups)) {
        throw new FormatException(
            order.get().name(),
            "the group of each of " + inputs + " inputs, from 0 to " + (groups - 1),
            said.length != inputs ? said.length + " numbers" : Double.toString(said[in]),
            "write the file again");
      }
      group[in] = (int) said[in];
    }
    return group;
  }

  /**
   * Outputs x inputs of (q - zero) scale, where q is inputs x outputs, zeros and scales groups x
   * outputs.
   */
  static double[] transposed(int[] q, int[] zeros, double[] scales, int[] group, int outputs) {
    int inputs = group.length;
    double[] weight = new double[q.length];
    for (int in = 0; in < inputs; in++) {
      int row = group[in] * outputs;
      for (int out = 0; out < outputs; out++) {
        weight[out * inputs + in] = (q[in * outputs + out] - zeros[row + out]) * scales[row + out];
      }
    }
    return weight;
  }
}
