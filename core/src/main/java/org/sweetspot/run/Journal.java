package org.sweetspot.run;

import java.util.Map;
import java.util.SortedMap;

/**
 * Where observers leave what they found: numbers that may depend on the clock, apart from the
 * metrics, which do not. What was written after the checkpoint that a run goes on from is cut off.
 */
public interface Journal {
  /** The run's folder. */
  RunFolder folder();

  /**
   * Appends a line, with the step as its first entry.
   *
   * @param step updates done; never smaller than before
   * @param line entries by name: numbers, strings, maps of these
   * @param scalars the same numbers for TensorBoard, by tag; may be empty
   */
  void add(long step, Map<String, ?> line, SortedMap<String, Double> scalars);
}
