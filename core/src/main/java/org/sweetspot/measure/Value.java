package org.sweetspot.measure;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was measured: a number, a list or a named map; errors have the same form. */
public sealed interface Value {
  /** One number. */
  record Scalar(double value) implements Value {}

  /** Numbers in order. */
  record Series(List<Double> values) implements Value {
    /** Copies the list. */
    public Series {
      values = List.copyOf(values);
    }
  }

  /** Numbers by name, in the order of the names. */
  record Named(SortedMap<String, Double> values) implements Value {
    /** Copies the map. */
    public Named {
      values = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Numbers by name. */
    public static Named of(Map<String, Double> values) {
      return new Named(new TreeMap<>(values));
    }
  }

  /** One number. */
  static Scalar of(double value) {
    return new Scalar(value);
  }
}
