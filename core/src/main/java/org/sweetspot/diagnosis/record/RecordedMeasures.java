package org.sweetspot.diagnosis.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

/** What a training measured of its own network, as it stands in the record. */
final class RecordedMeasures {
  private static final String SOURCE = "the record";

  private RecordedMeasures() {}

  /** Answers that have a value; others are left out. */
  static List<Measurement> of(Entry line) {
    List<Measurement> found = new ArrayList<>();
    for (Entry one : line.entries("measures")) {
      Value value = value(one, "value");
      Status status = status(one.text("status"));
      if (value != null && status != null) {
        found.add(
            new Measurement(
                one.text("id"),
                value,
                value(one, "error"),
                one.text("unit"),
                status,
                "measured by the training itself",
                Conventions.of(Conventions.DATA, "those that the training gave"),
                new Cost(0, 0, 0),
                "",
                SOURCE));
      }
    }
    return found;
  }

  private static @Nullable Status status(String name) {
    return Arrays.stream(Status.values())
        .filter(one -> one.name().replace('_', '-').toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Value value(Entry entry, String path) {
    List<String> names = entry.names(path);
    if (!names.isEmpty()) {
      Map<String, Double> numbers = new TreeMap<>();
      names.forEach(name -> numbers.put(name, entry.number(path + "." + name)));
      return numbers.values().stream().anyMatch(x -> Double.isNaN(x))
          ? null
          : Value.Named.of(numbers);
    }
    double[] list = entry.numbers(path);
    if (list.length > 0) {
      return new Value.Series(Arrays.stream(list).boxed().toList());
    }
    double number = entry.number(path);
    return Double.isNaN(number) ? null : Value.of(number);
  }
}
