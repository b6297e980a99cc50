package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Comparison;
import org.sweetspot.measure.profile.Difference;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.report.ProfileEntry;
import org.sweetspot.report.SummaryLine;

/** Measured numbers as tables for a terminal. */
final class ProfileText {
  private static final int SHOWN = 5;

  /** Columns of what is printed. */
  static final int WIDTH = 90;

  private static final int REASONS = 4;
  private static final String NOT_APPLICABLE = "not applicable: ";

  private final PrintWriter out;
  private final List<ProfileEntry> entries;
  private final Profile profile;

  ProfileText(PrintWriter out, List<ProfileEntry> entries, Profile profile) {
    this.out = out;
    this.entries = entries;
    this.profile = profile;
  }

  /** The answer first: a few lines, each with what to do. */
  void summary(String name, List<SummaryLine> lines) {
    out.println("Bias profile of " + name);
    for (SummaryLine line : lines) {
      out.println(line.mark() + " " + line.question());
      wrapped(line.sentence(), "    ");
      if (!line.action().isEmpty()) {
        wrapped(line.action(), " -> ");
      }
    }
  }

  private void wrapped(String text, String before) {
    List<String> parts = ProfileEntry.wrapped(text, WIDTH);
    for (int i = 0; i < parts.size(); i++) {
      out.println((i == 0 ? before : "    ") + parts.get(i));
    }
  }

  /** Each answer with what it says. */
  void table() {
    for (ProfileEntry entry : entries) {
      Measurement answer = entry.answer();
      Value value = answer.value();
      if (value == null) {
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
  }

  /** What failed, what does not apply, and the cost. */
  void rest(boolean named) {
    Map<String, List<String>> silent = new LinkedHashMap<>();
    for (ProfileEntry entry : entries) {
      Measurement answer = entry.answer();
      if (answer.value() != null) {
        continue;
      }
      if (answer.status() == Status.FAILED) {
        out.println("No answer: " + answer.id() + ": " + answer.conventions().text());
        continue;
      }
      String reason = answer.conventions().text();
      silent
          .computeIfAbsent(
              reason.startsWith(NOT_APPLICABLE)
                  ? reason.substring(NOT_APPLICABLE.length())
                  : reason,
              r -> new ArrayList<>())
          .add(answer.id());
    }
    long answered = entries.stream().filter(entry -> entry.answer().value() != null).count();
    if (named) {
      silent.forEach(
          (reason, ids) -> out.println("No answer: " + String.join(", ", ids) + ": " + reason));
    } else {
      counts(silent);
    }
    out.printf(
        Locale.ROOT,
        "%d of %d measures answered, for %.1f gradients and %.1f Hessian products over the data, in"
            + " %s.%n",
        answered,
        entries.size(),
        profile.total().gradients(),
        profile.total().hvps(),
        Durations.text(profile.total().seconds()));
    if (!named) {
      out.println("All numbers: --full, or --json FILE; pictures: --html FILE.");
    }
  }

  /** What does not apply as counts by reason, the commonest first. */
  private void counts(Map<String, List<String>> silent) {
    if (silent.isEmpty()) {
      return;
    }
    List<Map.Entry<String, List<String>>> reasons = new ArrayList<>(silent.entrySet());
    reasons.sort(Comparator.comparingInt(one -> -one.getValue().size()));
    StringBuilder text = new StringBuilder("Not applicable:");
    for (Map.Entry<String, List<String>> one :
        reasons.subList(0, Math.min(REASONS, reasons.size()))) {
      String reason = one.getKey();
      int end = reason.indexOf(';');
      text.append(text.charAt(text.length() - 1) == ':' ? " " : "; ")
          .append(one.getValue().size() == 1 ? one.getValue().get(0) : one.getValue().size())
          .append(" (")
          .append(end < 0 ? reason : reason.substring(0, end))
          .append(')');
    }
    int more = reasons.stream().skip(REASONS).mapToInt(one -> one.getValue().size()).sum();
    text.append(more > 0 ? "; " + more + " for other reasons." : ".");
    wrapped(text.toString(), "");
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
