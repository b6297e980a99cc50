package org.sweetspot.measure;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was measured: a number, a list, a named map of numbers or of equally long lists; errors have
 * the same form.
 */
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
      values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Numbers by name. */
    public static Named of(Map<String, Double> values) {
      return new Named(new TreeMap<>(values));
    }
  }

  /**
   * A curve or a surface as a table: named columns of equal length, in the order given, the ones to
   * draw against first. Comparisons of runs leave it out.
   */
  record Columns(Map<String, List<Double>> columns) implements Value {
    /** Copies the lists and checks that they are equally long. */
    public Columns {
      Map<String, List<Double>> copy = new LinkedHashMap<>();
      columns.forEach((name, column) -> copy.put(name, List.copyOf(column)));
      if (copy.values().stream().mapToInt(List::size).distinct().count() > 1) {
        StringBuilder sizes = new StringBuilder();
        copy.forEach(
            (name, column) -> sizes.append(' ').append(name).append(' ').append(column.size()));
        throw new IllegalArgumentException("columns: expected equally long ones, got" + sizes);
      }
      columns = Collections.unmodifiableMap(copy);
    }

    /** Columns by name from arrays, in the map's order. */
    public static Columns of(Map<String, double[]> arrays) {
      Map<String, List<Double>> lists = new LinkedHashMap<>();
      arrays.forEach((name, array) -> lists.put(name, Arrays.stream(array).boxed().toList()));
      return new Columns(lists);
    }

    /** Number of rows. */
    public int rows() {
      return columns.values().stream().findFirst().map(List::size).orElse(0);
    }
  }

  /** One number. */
  static Scalar of(double value) {
    return new Scalar(value);
  }
}
