package org.sweetspot.training;

import java.util.Collections;
import java.util.SortedMap;
import org.sweetspot.vector.ParameterVector;

/**
 * A part of a training with a state of its own between two updates. What it names here is saved
 * with the training and put back before it goes on; names are of the whole training, so a part
 * begins them with its own. A part without state overrides nothing: random draws are functions of
 * the seed and the update's number, and need none.
 */
public interface Resumable extends AutoCloseable {
  /** The vectors of the state by name, live: they are read to be saved, and written to restore. */
  default SortedMap<String, ParameterVector> vectors() {
    return Collections.emptySortedMap();
  }

  /** The numbers of the state by name. */
  default SortedMap<String, Double> numbers() {
    return Collections.emptySortedMap();
  }

  /**
   * Takes the numbers back; the vectors are there already.
   *
   * @param saved of the whole training, with every name that {@link #numbers} has
   */
  default void restore(SortedMap<String, Double> saved) {}

  /** Frees the vectors. */
  @Override
  void close();
}
