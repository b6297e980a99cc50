package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.vector.ParameterGroup.Role;

/** One tensor of weights. */
public interface WeightTensor {
  /** Unique in its model, in the framework's dotted form. */
  String name();

  /** What the entries are for. */
  Role role();

  /** Extents, row-major, in the order of the model or the file. */
  List<Long> shape();

  /** What the axes mean. */
  default Layout layout() {
    return role() == Role.EMBEDDING ? Layout.TABLE : Layout.OUT_FIRST;
  }

  /**
   * All entries, row-major; a new array at each call. Cost: one copy of the tensor.
   *
   * @throws java.io.UncheckedIOException if the file it comes from can't be read
   */
  double[] load();

  /**
   * The entries of {@link #load} piece by piece; a file of a format that allows it is read in
   * little memory.
   */
  default void stream(StoredTensor.Piece target) {
    double[] all = load();
    target.take(all, all.length);
  }

  /**
   * The distance from 1 to the next larger number of the type that the entries are stored in: they
   * are rounded, and what is no larger than that is nothing.
   */
  default double epsilon() {
    return 0x1p-52;
  }

  /** Number of entries. */
  default long size() {
    return shape().stream().reduce(1L, Math::multiplyExact);
  }
}
