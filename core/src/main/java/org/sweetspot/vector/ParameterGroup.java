package org.sweetspot.vector;

import java.util.List;

/**
 * A named, contiguous part of a parameter vector: one weight matrix, one bias.
 *
 * @param name unique in its space, in the framework's dotted form, for instance {@code
 *     "layer1.weight"}
 * @param role what the entries are for
 * @param offset index of the first entry in the flat vector
 * @param shape the tensor's shape, in its engine's order (libtorch: out, in, height, width)
 */
public record ParameterGroup(String name, Role role, long offset, List<Long> shape) {

  /** What a group's entries are for; weight decay and norms treat them differently. */
  public enum Role {
    /** A matrix or a convolution's kernel. */
    WEIGHT,
    /** An additive offset. */
    BIAS,
    /** The scale or the shift of a normalization. */
    NORMALIZATION,
    /** A table of embeddings. */
    EMBEDDING,
    /** Kept by the model but not trained, such as running statistics. */
    BUFFER
  }

  /** Checks the offset and the shape. */
  public ParameterGroup {
    shape = List.copyOf(shape);
    if (offset < 0 || shape.stream().anyMatch(extent -> extent < 0)) {
      throw new IllegalArgumentException(
          "parameter group "
              + name
              + ": expected no negative offset or extent, got offset "
              + offset
              + ", shape "
              + shape);
    }
  }

  /**
   * Number of entries of groups that follow each other without gaps.
   *
   * @throws IllegalArgumentException if one does not begin where the one before it ends
   */
  public static long total(List<ParameterGroup> groups) {
    long expected = 0;
    for (ParameterGroup group : groups) {
      if (group.offset() != expected) {
        throw new IllegalArgumentException(
            "parameter group "
                + group.name()
                + ": expected offset "
                + expected
                + ", got "
                + group.offset());
      }
      expected += group.size();
    }
    return expected;
  }

  /** Number of entries: the product of the shape. */
  public long size() {
    long size = 1;
    for (long extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    return size;
  }
}
