package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.monitor.MonitorReport;

/** What monitoring cost and how often it measured, for people and as JSON. */
final class MonitorText {
  private MonitorText() {}

  static void print(PrintWriter out, MonitorReport report) {
    if (report.training() <= 0) {
      out.println("Monitors: the run was finished before, so nothing was measured.");
      return;
    }
    out.printf(
        Locale.ROOT,
        "Monitors: %.2f s beside %.2f s of training: measured overhead %.2f %%, asked for at most"
            + " %.3g %%.%n",
        report.monitoring(),
        report.training(),
        100 * report.overhead(),
        100 * report.asked());
    for (MonitorReport.Line line : report.monitors()) {
      String each =
          line.readings() == 0
              ? ""
              : String.format(Locale.ROOT, "%.3g ms each", 1000 * line.seconds() / line.readings());
      out.println(
          String.format(
                  Locale.ROOT,
                  "  %-16s %5d readings  %-14s %s",
                  line.id(),
                  line.readings(),
                  each,
                  line.note())
              .stripTrailing());
    }
    out.println("Which steps were measured depends on the clock; the weights do not.");
  }

  static Map<String, Object> json(MonitorReport report) {
    List<Map<String, Object>> monitors = new ArrayList<>();
    for (MonitorReport.Line line : report.monitors()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", line.id());
      one.put("readings", line.readings());
      one.put("seconds", line.seconds());
      one.put("note", line.note());
      monitors.add(one);
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("asked", report.asked());
    root.put("overhead", report.overhead());
    root.put("monitoringSeconds", report.monitoring());
    root.put("trainingSeconds", report.training());
    root.put("monitors", monitors);
    return root;
  }
}
