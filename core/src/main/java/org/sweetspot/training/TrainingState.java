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

  /** One number that must be there. */
  public double number(String name) {
    return find(numbers, name);
  }

  /** One vector that must be there. */
  public ParameterVector vector(String name) {
    return find(vectors, name);
  }

  private static <T> T find(SortedMap<String, T> map, String name) {
    T value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "training state: expected " + name + " in it, got " + map.keySet());
    }
    return value;
  }
}
