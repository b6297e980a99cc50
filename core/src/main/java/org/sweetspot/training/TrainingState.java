package org.sweetspot.training;

import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.vector.ParameterVector;

/**
 * All that a training needs to go on as if it had never stopped.
 *
 * <p>Data order and all random draws are functions of the seed and the step, so counters are enough
 * for them.
 *
 * @param step updates done
 * @param numbers counters and scalars by name, for instance elapsed seconds
 * @param vectors weights, buffers, momenta and averages by name; live, owned by the training
 */
public record TrainingState(
    long step, SortedMap<String, Double> numbers, SortedMap<String, ParameterVector> vectors) {
  /** Copies the maps, not the vectors. */
  public TrainingState {
    numbers = new TreeMap<>(numbers);
    vectors = new TreeMap<>(vectors);
  }
}
