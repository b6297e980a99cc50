package org.sweetspot.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An opened source of examples.
 *
 * @param name what reports call the data set
 * @param inputs at least one; a model that takes one takes the first
 * @param target what the targets are
 * @param training the examples to train on, or all if there is no test part
 * @param test the test part, if the source has one of its own
 * @param notes what was taken for what, where a reader may wonder; a sentence each
 */
record Source(
    String name,
    List<SourceInput> inputs,
    SourceTarget target,
    Part training,
    Optional<Part> test,
    List<String> notes)
    implements Closeable {

  /** The most numbers in one input. */
  static final int LARGEST_INPUT = 1 << 26;

  /** Copies the lists. */
  Source {
    inputs = List.copyOf(inputs);
    notes = List.copyOf(notes);
  }

  /** A source of one input, about which nothing needs to be said. */
  Source(String name, SourceInput input, SourceTarget target, Part training, Optional<Part> test) {
    this(name, List.of(input), target, training, test, List.of());
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
