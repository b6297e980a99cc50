package org.sweetspot.format;

import java.util.List;

/**
 * How a PyTorch file lays a tensor over a storage.
 *
 * @param storage numbers in a row
 * @param type of the numbers
 * @param offset of the first entry, in numbers
 * @param shape extents
 * @param strides by how many numbers neighbours are apart, axis by axis
 */
record TorchTensor(
    Storage storage, NumberType type, long offset, List<Long> shape, List<Long> strides) {
  // Entries that share a number cost the file nothing; so many may a tensor claim.
  private static final long MOST_SHARED = 1 << 24;

  /**
   * Numbers in a row, in an entry of their own.
   *
   * @param key of the entry
   * @param bytes that it has at least
   */
  record Storage(String key, long bytes) {}

  TorchTensor {
    shape = List.copyOf(shape);
    strides = List.copyOf(strides);
  }

  /** Refuses a tensor that leaves its storage. */
  TorchTensor checked(String place) throws FormatException {
    long count = NumberReader.count(place, shape);
    long capacity = storage.bytes / type.bytes();
    boolean fits =
        strides.size() == shape.size()
            && offset >= 0
            && offset <= capacity
            && strides.stream().allMatch(stride -> stride >= 0)
            && (count == 0 || span() <= capacity - offset);
    if (!fits) {
      throw new FormatException(
          place,
          "a tensor within its storage of " + capacity + " numbers",
          "offset " + offset + ", shape " + shape + ", strides " + strides,
          "the file is damaged: write or copy it anew");
    }
    if (count > Math.max(capacity, MOST_SHARED)) {
      throw new FormatException(
          place,
          "at most " + Math.max(capacity, MOST_SHARED) + " entries",
          "shape " + shape + " over a storage of " + capacity + " numbers",
          "save a contiguous copy: tensor.contiguous()");
    }
    return this;
  }

  /** Numbers from the first to the last entry; for tensors that are not empty. */
  long span() {
    long last = 0;
    for (int axis = 0; axis < shape.size(); axis++) {
      long steps = shape.get(axis) - 1;
      long stride = strides.get(axis);
      if (steps > 0 && stride > (Long.MAX_VALUE / 4 - last) / steps) {
        return Long.MAX_VALUE;
      }
      last += steps * stride;
    }
    return last + 1;
  }

  /** Whether the entries lie in a row, the last axis fastest. */
  boolean contiguous() {
    long step = 1;
    for (int axis = shape.size() - 1; axis >= 0; axis--) {
      if (shape.get(axis) != 1 && strides.get(axis) != step) {
        return false;
      }
      step *= shape.get(axis);
    }
    return true;
  }

  /** Entries in order, picked from the numbers of the span. */
  void gather(double[] span, double[] target) {
    int axes = shape.size();
    long[] index = new long[axes];
    int at = 0;
    for (int i = 0; i < target.length; i++) {
      target[i] = span[at];
      for (int axis = axes - 1; axis >= 0; axis--) {
        at += (int) (long) strides.get(axis);
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        at -= (int) (strides.get(axis) * index[axis]);
        index[axis] = 0;
      }
    }
  }
}
