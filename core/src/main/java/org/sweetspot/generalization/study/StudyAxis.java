package org.sweetspot.generalization.study;

import java.util.List;

/**
 * One hyperparameter of a grid.
 *
 * @param name its key in the recipe
 * @param values in the order of the grid, as written
 */
public record StudyAxis(String name, List<String> values) {
  /** Checks that the values differ. */
  public StudyAxis {
    values = List.copyOf(values);
    if (name.isBlank() || values.isEmpty() || values.stream().distinct().count() < values.size()) {
      throw new IllegalArgumentException(
          "axis of a grid: expected a name and values that differ, got " + name + " " + values);
    }
  }
}
