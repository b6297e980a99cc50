package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.vector.ParameterGroup.Role;

/** One tensor of weights. */
public interface WeightTensor {
  /** Unique in its model, in the framework's dotted form. */
  String name();

  /** What the entries are for. */
  Role role();

  /** Extents, row-major, in the order of the model or the file. */
  List<Long> shape();

  /** All entries, row-major; a new array at each call. Cost: one copy of the tensor. */
  double[] load();

  /** Number of entries. */
  default long size() {
    return shape().stream().reduce(1L, Math::multiplyExact);
  }
}
