package org.sweetspot.measure.profile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

/** An answer made up, and what its measure says of it. */
final class Found {
  private final Value value;
  private final @Nullable Value error;
  private final String control;
  private final String conventions;

  private Found(Value value, @Nullable Value error, String control, String conventions) {
    this.value = value;
    this.error = error;
    this.control = control;
    this.conventions = conventions;
  }

  static Found number(double value, double error) {
    return new Found(Value.of(value), Value.of(error), "", "");
  }

  /** Numbers and their errors, first all the ones, then all the others. */
  static Found series(double... both) {
    int half = both.length / 2;
    return new Found(
        new Value.Series(Arrays.stream(both, 0, half).boxed().toList()),
        new Value.Series(Arrays.stream(both, half, both.length).boxed().toList()),
        "",
        "");
  }

  /** Name, value, error, and so on. */
  static Found parts(Object... triples) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (int i = 0; i < triples.length; i += 3) {
      values.put((String) triples[i], ((Number) triples[i + 1]).doubleValue());
      errors.put((String) triples[i], ((Number) triples[i + 2]).doubleValue());
    }
    return new Found(Value.Named.of(values), Value.Named.of(errors), "", "");
  }

  /** Name, numbers, and so on; without errors. */
  static Found columns(Object... pairs) {
    return new Found(table(pairs), null, "", "");
  }

  /** The same with the errors of some columns. */
  Found errors(Object... pairs) {
    return new Found(value, table(pairs), control, conventions);
  }

  private static Value table(Object... pairs) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      columns.put((String) pairs[i], (double[]) pairs[i + 1]);
    }
    return Value.Columns.of(columns);
  }

  Found control(String text) {
    return new Found(value, error, text, conventions);
  }

  Found conventions(String text) {
    return new Found(value, error, control, text);
  }

  Found exact() {
    return new Found(value, null, control, conventions);
  }

  /** What the measure of that id says. */
  String says(String id) {
    Measure measure = new MeasureCatalogue().choose(List.of(id)).get(0);
    return measure.finding(
        new Measurement(
            id,
            value,
            error,
            "",
            error == null ? Status.EXACT : Status.ESTIMATE,
            "",
            conventions,
            new Cost(0, 0, 0),
            control,
            "test"));
  }
}
