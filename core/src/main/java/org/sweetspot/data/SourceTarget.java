package org.sweetspot.data;

import java.util.List;
import org.sweetspot.vector.Precision;

/** What a source's targets are. */
sealed interface SourceTarget {
  /** Shape of one example's target; empty for a single label or number. */
  List<Integer> shape();

  /** Labels or numbers of one example. */
  default int size() {
    return InputArray.size(shape());
  }

  /**
   * Class ids.
   *
   * @param shape of one example's labels
   * @param count number of classes; 0 where the labels tell
   * @param names of the classes in the order of their ids; empty where they have none
   */
  record Classes(List<Integer> shape, int count, List<String> names) implements SourceTarget {}

  /**
   * Real numbers.
   *
   * @param shape of one example's target
   * @param precision that they are kept in
   */
  record Real(List<Integer> shape, Precision precision) implements SourceTarget {}

  /** One label an example; 0 classes where the labels tell. */
  static SourceTarget classes(int count) {
    return new Classes(List.of(), count, List.of());
  }

  /** One label an example, of classes with names. */
  static SourceTarget named(List<String> names) {
    return new Classes(List.of(), names.size(), names);
  }
}
