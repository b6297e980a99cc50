package org.sweetspot.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sweetspot.api.PublicApi;

/** A tensor in a file, whose numbers are read when they are asked for. */
@PublicApi
public interface StoredTensor {
  /** What the file itself says a tensor is for, apart from its name. */
  enum Part {
    /** The file does not say. */
    UNKNOWN,
    /** Trained. */
    PARAMETER,
    /** Kept beside what is trained. */
    BUFFER,
    /** State of an optimizer: told by the structure that holds it. */
    OPTIMIZER
  }

  /** Unique in its file. */
  String name();

  /** Format of the numbers. */
  NumberType type();

  /** Extents; the last axis runs fastest in {@link #read}. */
  List<Long> shape();

  /**
   * All numbers as doubles, which is exact for all but 64-bit integers above 2^53; opens the file
   * for it and closes it again.
   *
   * @throws FormatException if the file is damaged, or memory too small
   */
  double[] read() throws IOException;

  /** Some of the numbers, the next in order. */
  @FunctionalInterface
  interface Piece {
    /**
     * Takes them.
     *
     * @param numbers valid during the call only
     * @param length how many of them
     */
    void take(double[] numbers, int length);
  }

  /** The numbers of {@link #read} piece by piece: in little memory, where the format allows. */
  default void stream(Piece target) throws IOException {
    double[] all = read();
    target.take(all, all.length);
  }

  /** The names of the maps that hold it, outermost first, and its own; one name in flat files. */
  default List<String> path() {
    return List.of(name());
  }

  /** What the file says it is for. */
  default Part part() {
    return Part.UNKNOWN;
  }

  /** Equal for two tensors that are the same numbers of the same storage in the same order. */
  default Optional<Object> numbers() {
    return Optional.empty();
  }
}
