package org.sweetspot.measure;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question about a run or a model.
 *
 * @param id of the measure, as {@code sweetspot measures} lists it
 * @param value the answer; null exactly where the status is {@link Status#NOT_APPLICABLE} or {@link
 *     Status#FAILED}
 * @param error of the value, in the same form: standard error, half-width or residual, as {@code
 *     estimator} says; null where the value is exact or absent
 * @param unit of the value, empty for pure numbers
 * @param status what the number is worth
 * @param estimator how it was computed and what its error means
 * @param conventions mean or sum, mode, split, batch size: whatever another program might do
 *     otherwise
 * @param cost work spent
 * @param control what a control without the effect gave in words, or empty
 * @param source paper and section
 * @param nulls what the control gave in numbers
 * @param details further numbers, by name, that say what the value means
 */
public record Measurement(
    String id,
    @Nullable Value value,
    @Nullable Value error,
    String unit,
    Status status,
    String estimator,
    Conventions conventions,
    Cost cost,
    String control,
    String source,
    List<NullControl> nulls,
    SortedMap<String, Double> details) {
  /** Copies the lists. */
  public Measurement {
    nulls = List.copyOf(nulls);
    details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }

  /** Without numbers of a control. */
  public Measurement(
      String id,
      @Nullable Value value,
      @Nullable Value error,
      String unit,
      Status status,
      String estimator,
      Conventions conventions,
      Cost cost,
      String control,
      String source) {
    this(
        id,
        value,
        error,
        unit,
        status,
        estimator,
        conventions,
        cost,
        control,
        source,
        List.of(),
        Collections.emptySortedMap());
  }

  /** What the null control of a value of one number gave, if there is one. */
  public Optional<NullControl> nullControl() {
    return nullControl("");
  }

  /** What the first null control of one of the value's numbers gave, if there is one. */
  public Optional<NullControl> nullControl(String part) {
    return nulls.stream().filter(control -> control.part().equals(part)).findFirst();
  }

  /** A number that says what the value means; NaN where there is none of that name. */
  public double detail(String name) {
    return details.getOrDefault(name, Double.NaN);
  }

  /** The value where it is one number; NaN otherwise. */
  public double number() {
    return value instanceof Value.Scalar scalar ? scalar.value() : Double.NaN;
  }

  /** One number of a named map; NaN where there is none. */
  public double number(String part) {
    return value instanceof Value.Named named
        ? named.values().getOrDefault(part, Double.NaN)
        : Double.NaN;
  }

  /** The error where it is one number; zero where the value is exact. */
  public double margin() {
    return error instanceof Value.Scalar scalar ? scalar.value() : 0;
  }

  /** The error of one number of a named map; zero where it is exact. */
  public double margin(String part) {
    return error instanceof Value.Named named ? named.values().getOrDefault(part, 0.0) : 0;
  }

  /** The numbers of a named map; empty where the value has another form. */
  public SortedMap<String, Double> parts() {
    return value instanceof Value.Named named ? named.values() : Collections.emptySortedMap();
  }

  /** The numbers of a list; empty where the value has another form. */
  public List<Double> series() {
    return value instanceof Value.Series list ? list.values() : List.of();
  }

  /** The error of one number of a list; zero where it is exact. */
  public double margin(int index) {
    return error instanceof Value.Series list ? list.values().get(index) : 0;
  }

  /** One column of a table; empty where there is none of that name. */
  public List<Double> column(String name) {
    return value instanceof Value.Columns table
        ? table.columns().getOrDefault(name, List.of())
        : List.of();
  }

  /** The error of one number of a table; zero where it is exact. */
  public double margin(String column, int row) {
    return error instanceof Value.Columns table && table.columns().containsKey(column)
        ? table.columns().getOrDefault(column, List.of()).get(row)
        : 0;
  }

  /** The largest number of a named map, with its name. */
  public Optional<Map.Entry<String, Double>> largest() {
    return parts().entrySet().stream()
        .filter(entry -> Double.isFinite(entry.getValue()))
        .max(Map.Entry.comparingByValue());
  }
}
