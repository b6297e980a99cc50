package org.sweetspot.data;

import java.nio.IntBuffer;
import java.util.List;

/**
 * The examples of one split, scaled as the recipe says.
 *
 * <p>For images the shape is channels x height x width, for signals channels x samples, for plain
 * vectors features, for text tokens (each input a token id, kept as a number, exact below 2^24).
 * Labels are class ids; an example of text has as many labels as tokens (the next ones), any other
 * example one. Labels are a direct buffer in native byte order; read it by absolute index only.
 *
 * @param count number of examples
 * @param shape of one example
 * @param classes number of classes, or of different tokens
 * @param inputs count x product of the shape
 * @param labels count x labels per example
 */
public record Examples(
    int count, List<Integer> shape, int classes, Numbers inputs, IntBuffer labels) {
  /** Checks that the buffers fit the shape. */
  public Examples {
    shape = List.copyOf(shape);
    long values =
        count * shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (inputs.size() != values || (count > 0 && labels.capacity() % count != 0)) {
      throw new IllegalArgumentException(
          "examples: expected "
              + values
              + " inputs and a multiple of "
              + count
              + " labels, got "
              + inputs.size()
              + " and "
              + labels.capacity());
    }
    if (!labels.isDirect()) {
      throw new IllegalArgumentException("examples: expected direct labels, got them on the heap");
    }
  }

  /** The same for a model that tells more classes apart than the labels show. */
  public Examples withClasses(int value) {
    return new Examples(count, shape, value, inputs, labels);
  }

  /** Numbers in one input. */
  public int inputSize() {
    return count == 0 ? 0 : inputs.size() / count;
  }

  /** Labels of one example: 1, or the number of tokens for text. */
  public int labelsPerExample() {
    return count == 0 ? 1 : labels.capacity() / count;
  }
}
