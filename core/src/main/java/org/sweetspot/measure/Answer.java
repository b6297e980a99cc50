package org.sweetspot.measure;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a measure found, before its card and its cost are added.
 *
 * @param value the number, list or map
 * @param error in the same form, or null where the value is exact
 * @param status what it is worth
 * @param estimator how it was computed and what the error means
 * @param conventions whatever another program might do otherwise
 * @param control what a control without the effect gave in words, or empty
 * @param nulls what it gave in numbers
 * @param details further numbers, by name, that say what the value means
 */
public record Answer(
    Value value,
    @Nullable Value error,
    Status status,
    String estimator,
    Conventions conventions,
    String control,
    List<NullControl> nulls,
    SortedMap<String, Double> details) {
  /** Copies the lists. */
  public Answer {
    nulls = List.copyOf(nulls);
    details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }

  /** An exact value. */
  public static Answer exact(Value value, String estimator, Conventions conventions) {
    return new Answer(
        value,
        null,
        Status.EXACT,
        estimator,
        conventions,
        "",
        List.of(),
        Collections.emptySortedMap());
  }

  /** An estimate with its error. */
  public static Answer estimate(
      Value value, Value error, String estimator, Conventions conventions) {
    return new Answer(
        value,
        error,
        Status.ESTIMATE,
        estimator,
        conventions,
        "",
        List.of(),
        Collections.emptySortedMap());
  }

  /** The same with another status. */
  public Answer withStatus(Status other) {
    return new Answer(value, error, other, estimator, conventions, control, nulls, details);
  }

  /** The same with what a control without the effect gave, in words and in numbers. */
  public Answer withControl(String text, List<NullControl> numbers) {
    return new Answer(value, error, status, estimator, conventions, text, numbers, details);
  }

  /** The same with what a control of a value of one number, or of one of its numbers, gave. */
  public Answer withControl(String text, NullControl number) {
    return withControl(text, List.of(number));
  }

  /** The same with one more number that says what the value means. */
  public Answer withDetail(String name, double number) {
    SortedMap<String, Double> more = new TreeMap<>(details);
    more.put(name, number);
    return new Answer(value, error, status, estimator, conventions, control, nulls, more);
  }
}
