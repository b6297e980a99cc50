package org.sweetspot.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sweetspot.vector.Precision;

/**
 * An opened source of examples.
 *
 * @param name what reports call the data set
 * @param precision that inputs are kept in
 * @param shape of one input
 * @param largest value that the format can hold; inputs are divided by it
 * @param labelsPerExample 1, or the tokens of an example of text
 * @param classes number of classes or tokens; 0 where the labels tell
 * @param training the examples to train on, or all if there is no test part
 * @param test the test part, if the source has one of its own
 */
record Source(
    String name,
    Precision precision,
    List<Integer> shape,
    float largest,
    int labelsPerExample,
    int classes,
    Part training,
    Optional<Part> test)
    implements Closeable {

  /** Inputs in single precision, as most formats have them. */
  Source(
      String name,
      List<Integer> shape,
      float largest,
      int labelsPerExample,
      int classes,
      Part training,
      Optional<Part> test) {
    this(name, Precision.FLOAT, shape, largest, labelsPerExample, classes, training, test);
  }

  /** The most numbers in one input. */
  static final int LARGEST_INPUT = 1 << 26;

  /** Numbers in one input. */
  int inputSize() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Refuses inputs of more than {@link #LARGEST_INPUT} numbers. */
  static DataException tooLarge(String place, List<Integer> shape) {
    return new DataException(
        place,
        "inputs of at most " + LARGEST_INPUT + " numbers",
        "shape " + shape,
        "the first axis counts examples: split or transpose the array");
  }

  @Override
  public void close() throws IOException {
    training.close();
    if (test.isPresent()) {
      test.get().close();
    }
  }
}
