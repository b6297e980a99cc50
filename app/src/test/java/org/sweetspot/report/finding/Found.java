package org.sweetspot.report.finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;

/** An answer made up, and what its measure says of it. */
final class Found {
  private final Value value;
  private final @Nullable Value error;
  private final List<NullControl> nulls;
  private final SortedMap<String, Double> details;

  private Found(
      Value value,
      @Nullable Value error,
      List<NullControl> nulls,
      SortedMap<String, Double> details) {
    this.value = value;
    this.error = error;
    this.nulls = nulls;
    this.details = details;
  }

  private static Found of(Value value, @Nullable Value error) {
    return new Found(value, error, List.of(), new TreeMap<>());
  }

  static Found number(double value, double error) {
    return of(Value.of(value), Value.of(error));
  }

  /** Numbers and their errors, first all the ones, then all the others. */
  static Found series(double... both) {
    int half = both.length / 2;
    return of(
        new Value.Series(Arrays.stream(both, 0, half).boxed().toList()),
        new Value.Series(Arrays.stream(both, half, both.length).boxed().toList()));
  }

  /** Name, value, error, and so on. */
  static Found parts(Object... triples) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (int i = 0; i < triples.length; i += 3) {
      values.put((String) triples[i], ((Number) triples[i + 1]).doubleValue());
      errors.put((String) triples[i], ((Number) triples[i + 2]).doubleValue());
    }
    return of(Value.Named.of(values), Value.Named.of(errors));
  }

  /** Name, numbers, and so on; without errors. */
  static Found columns(Object... pairs) {
    return of(table(pairs), null);
  }

  /** The same with the errors of some columns. */
  Found errors(Object... pairs) {
    return new Found(value, table(pairs), nulls, details);
  }

  private static Value table(Object... pairs) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      columns.put((String) pairs[i], (double[]) pairs[i + 1]);
    }
    return Value.Columns.of(columns);
  }

  /** The same with a null control of the value of one number. */
  Found beside(double control, double doubt, boolean tells) {
    return beside("", "control", control, doubt, tells);
  }

  /** The same with a null control of one of the value's numbers. */
  Found beside(String part, String name, double control, double doubt, boolean tells) {
    List<NullControl> more = new ArrayList<>(nulls);
    more.add(new NullControl(part, name, control, doubt, tells));
    return new Found(value, error, more, details);
  }

  Found detail(String name, double number) {
    SortedMap<String, Double> more = new TreeMap<>(details);
    more.put(name, number);
    return new Found(value, error, nulls, more);
  }

  Found exact() {
    return new Found(value, null, nulls, details);
  }

  /** What the measure of that id says. */
  String says(String id) {
    Measure measure = new MeasureCatalogue().choose(List.of(id)).get(0);
    return FindingSentences.of(
        measure,
        new Measurement(
            id,
            value,
            error,
            "",
            error == null ? Status.EXACT : Status.ESTIMATE,
            "",
            Conventions.NONE,
            new Cost(0, 0, 0),
            "",
            "test",
            nulls,
            details));
  }
}
