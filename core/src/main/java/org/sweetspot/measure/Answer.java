package org.sweetspot.measure;

import org.jspecify.annotations.Nullable;

/**
 * What a measure found, before its card and its cost are added.
 *
 * @param value the number, list or map
 * @param error in the same form, or null where the value is exact
 * @param status what it is worth
 * @param estimator how it was computed and what the error means
 * @param conventions whatever another program might do otherwise
 * @param control what a control without the effect gave, or empty
 */
public record Answer(
    Value value,
    @Nullable Value error,
    Status status,
    String estimator,
    String conventions,
    String control) {
  /** An exact value. */
  public static Answer exact(Value value, String estimator, String conventions) {
    return new Answer(value, null, Status.EXACT, estimator, conventions, "");
  }

  /** An estimate with its error. */
  public static Answer estimate(Value value, Value error, String estimator, String conventions) {
    return new Answer(value, error, Status.ESTIMATE, estimator, conventions, "");
  }

  /** The same with another status. */
  public Answer withStatus(Status other) {
    return new Answer(value, error, other, estimator, conventions, control);
  }

  /** The same with what a control without the effect gave. */
  public Answer withControl(String text) {
    return new Answer(value, error, status, estimator, conventions, text);
  }
}
