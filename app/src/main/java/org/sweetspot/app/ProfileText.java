package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Comparison;
import org.sweetspot.measure.profile.Difference;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.report.ProfileEntry;

/** Measured numbers as tables for a terminal. */
final class ProfileText {
  private static final int SHOWN = 5;
  private static final int WIDTH = 90;

  private ProfileText() {}

  /** Each answer with what it says; then what gave none, and the cost. */
  static void print(PrintWriter out, String name, List<ProfileEntry> entries, Profile profile) {
    out.println("Bias profile of " + name);
    Map<String, List<String>> silent = new LinkedHashMap<>();
    for (ProfileEntry entry : entries) {
      Measurement answer = entry.answer();
      Value value = answer.value();
      if (value == null) {
        String reason = answer.conventions().replaceFirst("^not applicable: ", "");
        silent.computeIfAbsent(reason, r -> new ArrayList<>()).add(answer.id());
        continue;
      }
      String error =
          value instanceof Value.Scalar && answer.error() instanceof Value.Scalar half
              ? " ± " + number(half.value())
              : "";
      String status = answer.status().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      out.printf(
          "%-28s %s%n", answer.id(), text(value) + error + unit(answer) + "  (" + status + ")");
      if (!answer.control().isEmpty()) {
        out.printf("%-28s control: %s%n", "", answer.control());
      }
      entry.lines(WIDTH).forEach(line -> out.printf("%-28s %s%n", "", line));
    }
    silent.forEach(
        (reason, ids) -> out.println("No answer: " + String.join(", ", ids) + ": " + reason));
    out.printf(
        Locale.ROOT,
        "Cost: %.1f gradients and %.1f Hessian products over the measured data, %s.%n",
        profile.total().gradients(),
        profile.total().hvps(),
        Durations.text(profile.total().seconds()));
  }

  static void print(PrintWriter out, Comparison comparison) {
    out.println(comparison.summary());
    out.printf("%-36s %10s %10s %12s  %s%n", "measure", "first", "second", "difference", "verdict");
    for (Difference difference : comparison.differences()) {
      out.printf(
          "%-36s %10s %10s %12s  %s%n",
          difference.name(),
          number(difference.first()),
          number(difference.second()),
          number(difference.difference()),
          difference.reason());
    }
  }

  private static String unit(Measurement answer) {
    return answer.unit().isEmpty() || answer.value() == null ? "" : " " + answer.unit();
  }

  private static String text(Value value) {
    if (value instanceof Value.Scalar scalar) {
      return number(scalar.value());
    } else if (value instanceof Value.Series series) {
      List<Double> numbers = series.values();
      String shown =
          numbers.stream().limit(SHOWN).map(ProfileText::number).collect(Collectors.joining(", "));
      return shown + (numbers.size() > SHOWN ? ", ... (" + numbers.size() + ")" : "");
    } else if (value instanceof Value.Named named) {
      Map<String, Double> numbers = named.values();
      String shown =
          numbers.entrySet().stream()
              .limit(SHOWN)
              .map(entry -> entry.getKey() + " " + number(entry.getValue()))
              .collect(Collectors.joining(", "));
      return shown + (numbers.size() > SHOWN ? ", ... (" + numbers.size() + ")" : "");
    }
    if (value instanceof Value.Columns table) {
      return table.rows() + " rows of " + String.join(", ", table.columns().keySet());
    }
    throw new IllegalStateException("a kind of value without text: " + value.getClass());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
