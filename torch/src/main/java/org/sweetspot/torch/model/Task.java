package org.sweetspot.torch.model;

import java.util.List;
import org.sweetspot.data.DataSet;

/**
 * What a network has to fit: the data's shape.
 *
 * @param shape of one example
 * @param classes number of classes or of different tokens
 * @param text whether inputs are tokens and every token has a label
 */
public record Task(List<Integer> shape, int classes, boolean text) {
  /** Copies the shape. */
  public Task {
    shape = List.copyOf(shape);
  }

  /** The task that a data set's training split poses. */
  public static Task of(DataSet data) {
    return new Task(data.train().shape(), data.train().classes(), data.text());
  }

  /** Numbers in one example. */
  long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  void requireNoText(String model) {
    if (text) {
      throw new IllegalArgumentException(
          "model " + model + ": expected images, signals or features, got text; use a transformer");
    }
  }

  /** The shape as channels and sides. */
  Extent extent(String model, int sides, String wanted, String remedy) {
    requireNoText(model);
    if (shape.size() != sides + 1) {
      throw new IllegalArgumentException(
          "model "
              + model
              + ": expected examples of shape "
              + wanted
              + ", got "
              + shape
              + "; "
              + remedy);
    }
    return new Extent(
        shape.get(0), shape.subList(1, shape.size()).stream().map(Integer::longValue).toList());
  }
}
