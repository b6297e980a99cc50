package org.sweetspot.monitor;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.run.Journal;

/**
 * Writes readings into a run's journal: a line "conventions" before a monitor's first reading in a
 * process, a line "monitor" for each reading, a line "overhead" at the end.
 */
final class MonitorLog {
  static final String KIND = "kind";
  static final String READING = "monitor";
  static final String FIGURES = "figures";

  private final TrainingView watched;
  private final double overhead;
  private final @Nullable Journal journal;
  private final Set<String> explained = new HashSet<>();

  MonitorLog(TrainingView watched, double overhead, @Nullable Journal journal) {
    this.watched = watched;
    this.overhead = overhead;
    this.journal = journal;
  }

  void add(Monitor monitor, long step, MonitorSample reading, double seconds) {
    if (journal == null) {
      return;
    }
    if (explained.add(monitor.id())) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(KIND, "conventions");
      line.put(READING, monitor.id());
      line.put("text", monitor.conventions(watched));
      line.put("overhead", overhead);
      journal.add(step, line, new TreeMap<>());
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    SortedMap<String, Double> scalars = new TreeMap<>();
    reading
        .figures()
        .forEach(
            (name, figure) -> {
              Map<String, Object> numbers = new LinkedHashMap<>();
              numbers.put("value", figure.value());
              numbers.put("error", figure.error());
              numbers.put("status", figure.status().name().toLowerCase(Locale.ROOT));
              figures.put(name, numbers);
              scalars.put(monitor.id() + "/" + name, figure.value());
            });
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(KIND, READING);
    line.put(READING, monitor.id());
    line.put("seconds", seconds);
    line.put(FIGURES, figures);
    journal.add(step, line, scalars);
  }

  void end(long step, MonitorReport report) {
    if (journal == null) {
      return;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put(KIND, "overhead");
    line.put("asked", report.asked());
    line.put("monitoring", report.monitoring());
    line.put("training", report.training());
    Map<String, Object> monitors = new LinkedHashMap<>();
    for (MonitorReport.Line one : report.monitors()) {
      Map<String, Object> what = new LinkedHashMap<>();
      what.put("readings", one.readings());
      what.put("seconds", one.seconds());
      if (!one.note().isEmpty()) {
        what.put("note", one.note());
      }
      monitors.put(one.id(), what);
    }
    line.put("monitors", monitors);
    journal.add(step, line, new TreeMap<>());
  }
}
