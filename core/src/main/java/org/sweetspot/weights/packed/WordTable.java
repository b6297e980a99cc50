package org.sweetspot.weights.packed;

import java.util.Optional;
import org.sweetspot.format.StoredTensor;

/**
 * The extents of a matrix that fits an array when each entry becomes {@value #MOST} numbers.
 *
 * @param rows the first extent, 1 or more
 * @param columns the second, 1 or more
 */
record WordTable(int rows, int columns) {
  private static final int MOST = 32;

  /** Those of a tensor of two axes. */
  static Optional<WordTable> of(StoredTensor tensor) {
    if (tensor.shape().size() != 2) {
      return Optional.empty();
    }
    long rows = tensor.shape().get(0);
    long columns = tensor.shape().get(1);
    boolean fits = rows > 0 && columns > 0 && rows <= Integer.MAX_VALUE / MOST / columns;
    return fits ? Optional.of(new WordTable((int) rows, (int) columns)) : Optional.empty();
  }

  boolean is(int ofRows, int ofColumns) {
    return rows == ofRows && columns == ofColumns;
  }
}
