package org.sweetspot.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.statistics.UndefinedException;

/** Keeps numbers that are not finite out of answers. */
final class Finite {
  private Finite() {}

  /**
   * The answer without those of its numbers that are not finite or whose error is not, which its
   * conventions then name. Tables are left as they are: their places may be empty.
   *
   * @throws UndefinedException if no number is left
   */
  static Answer require(Answer answer) {
    Value value = answer.value();
    if (value instanceof Value.Scalar scalar) {
      requireFinite(scalar.value(), "number");
      if (answer.error() instanceof Value.Scalar error) {
        requireFinite(error.value(), "error of " + scalar.value());
      }
    } else if (value instanceof Value.Series series) {
      Stream<Double> errors =
          answer.error() instanceof Value.Series error ? error.values().stream() : Stream.of();
      Stream.concat(series.values().stream(), errors)
          .forEach(number -> requireFinite(number, "list that holds"));
    } else if (value instanceof Value.Named named) {
      return without(answer, named, answer.error());
    }
    return answer;
  }

  private static Answer without(Answer answer, Value.Named named, @Nullable Value error) {
    Map<String, Double> errors = error instanceof Value.Named found ? found.values() : Map.of();
    List<String> left = new ArrayList<>();
    named
        .values()
        .forEach(
            (name, number) -> {
              if (!Double.isFinite(number) || !Double.isFinite(errors.getOrDefault(name, 0.0))) {
                left.add(name);
              }
            });
    if (left.isEmpty()) {
      return answer;
    }
    if (left.size() == named.values().size()) {
      throw new UndefinedException(
          "no number or no error of it is finite: without some of the data it does not exist, or it"
              + " is beyond all numbers");
    }
    TreeMap<String, Double> kept = new TreeMap<>(named.values());
    TreeMap<String, Double> keptErrors = new TreeMap<>(errors);
    left.forEach(kept::remove);
    left.forEach(keptErrors::remove);
    return new Answer(
        new Value.Named(kept),
        error == null ? null : new Value.Named(keptErrors),
        answer.status(),
        answer.estimator(),
        answer
            .conventions()
            .and(
                Conventions.DEFINITION,
                "left out, since they or their errors are not finite: " + left),
        answer.control(),
        answer.nulls(),
        answer.details());
  }

  private static void requireFinite(double number, String what) {
    if (!Double.isFinite(number)) {
      throw new UndefinedException("expected finite numbers, got a " + what + " " + number);
    }
  }
}
