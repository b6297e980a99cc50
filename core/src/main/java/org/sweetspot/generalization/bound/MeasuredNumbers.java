package org.sweetspot.generalization.bound;

import java.util.Map;

/**
 * Numbers that measures gave of the network or its trajectory.
 *
 * @param byMeasure value by the measure's id
 */
public record MeasuredNumbers(Map<String, Double> byMeasure) {
  /** Copies the map. */
  public MeasuredNumbers {
    byMeasure = Map.copyOf(byMeasure);
  }
}
