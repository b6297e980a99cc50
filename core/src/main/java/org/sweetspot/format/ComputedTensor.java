package org.sweetspot.format;

import java.io.IOException;
import java.util.List;

/**
 * A tensor that a file does not hold as such: its numbers are computed from stored ones when they
 * are asked for.
 *
 * @param name unique in its file
 * @param type that the numbers have where the tensor is used
 * @param shape extents
 * @param path the maps that hold it and its name
 * @param part what the file says it is for
 * @param computation gives as many numbers as the shape has
 */
public record ComputedTensor(
    String name,
    NumberType type,
    List<Long> shape,
    List<String> path,
    Part part,
    Computation computation)
    implements StoredTensor {
  /** Reads and computes. */
  @FunctionalInterface
  public interface Computation {
    /** All numbers, the last axis fastest. */
    double[] numbers() throws IOException;
  }

  /** Copies the lists. */
  public ComputedTensor {
    shape = List.copyOf(shape);
    path = List.copyOf(path);
  }

  /** In place of a stored tensor, under its name and in its shape. */
  public static ComputedTensor like(StoredTensor stored, NumberType type, Computation computation) {
    return new ComputedTensor(
        stored.name(), type, stored.shape(), stored.path(), stored.part(), computation);
  }

  @Override
  public double[] read() throws IOException {
    return computation.numbers();
  }
}
