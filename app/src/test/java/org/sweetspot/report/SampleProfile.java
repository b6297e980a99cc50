package org.sweetspot.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.sweetspot.measure.Value;
import org.sweetspot.monitor.Timeline;

/** A profile with every kind of picture. */
final class SampleProfile {
  static final int PICTURES = 9;

  private SampleProfile() {}

  static List<ProfileEntry> entries() {
    List<ProfileEntry> entries = new ArrayList<>();
    entries.add(entry("hessian-density", density()));
    entries.add(entry("reliability", reliability()));
    entries.add(entry("loss-plane", plane()));
    entries.add(entry("trajectory-plane", path()));
    entries.add(entry("trajectory-landscape", landscape()));
    entries.add(entry("loss-line", columns(21, "along", i -> i - 10, "loss", i -> i * i)));
    entries.add(
        entry("trajectory-loss", columns(9, "step", i -> i, "loss", i -> Math.pow(10, -i))));
    entries.add(
        new ProfileEntry(
            "Sharpness",
            "eigenvalues",
            "How sharp?",
            "Sharp.",
            SampleMeasures.measure(
                "hessian-eigenvalues",
                new Value.Series(List.of(900.0, 20.0, 3.0, 1.0)),
                new Value.Series(List.of(1.0, 1.0, 5.0, 0.1)),
                "")));
    entries.add(
        entry(
            "power-law",
            Value.Named.of(Map.of("first.weight", 2.5, "second.weight", 3.5, "third", -4.0))));
    entries.add(entry("loss", Value.of(0.5)));
    return entries;
  }

  private static ProfileEntry entry(String id, Value value) {
    return new ProfileEntry(
        "What is there to see?",
        id,
        "What is it?",
        "It is so.",
        SampleMeasures.measure(id, value, null, ""));
  }

  /** A bowl, and a way into it that turns; the grid first, as the measure has it. */
  private static Value landscape() {
    double[] x = filled(189, i -> i < 169 ? i / 13 - 6 : (i - 188) / 4.0);
    double[] y = filled(189, i -> i < 169 ? i % 13 - 6 : 3 * Math.sin((i - 188) / 6.0));
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put("x", x);
    map.put("y", y);
    map.put("loss", filled(189, i -> 0.01 + x[i] * x[i] + 0.2 * y[i] * y[i]));
    map.put("state", filled(189, i -> i < 169 ? 0 : i - 168));
    return Value.Columns.of(map);
  }

  private static Value density() {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put("t", filled(50, i -> i / 5.0 - 2));
    map.put("density", filled(50, i -> Math.exp(-i)));
    map.put("low", filled(50, i -> 0));
    map.put("high", filled(50, i -> 2 * Math.exp(-i)));
    return Value.Columns.of(map);
  }

  private static Value reliability() {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put("low", filled(10, i -> i / 10.0));
    map.put("high", filled(10, i -> (i + 1) / 10.0));
    map.put("confidence", filled(10, i -> (i + 0.5) / 10));
    map.put("accuracy", filled(10, i -> i == 3 ? Double.NaN : i / 12.0));
    map.put("share", filled(10, i -> 0.1));
    return Value.Columns.of(map);
  }

  private static Value plane() {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put("x", filled(49, i -> i % 7 - 3));
    map.put("y", filled(49, i -> i / 7 - 3));
    map.put("loss", filled(49, i -> 1e-3 + i * i));
    return Value.Columns.of(map);
  }

  private static Value path() {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put("first", filled(12, i -> i));
    map.put("second", filled(12, i -> Math.sin(i)));
    map.put("step", filled(12, i -> 10.0 * i));
    return Value.Columns.of(map);
  }

  private static Value columns(
      int rows, String x, IntToDoubleFunction at, String y, IntToDoubleFunction value) {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put(x, filled(rows, at));
    map.put(y, filled(rows, value));
    return Value.Columns.of(map);
  }

  private static double[] filled(int rows, IntToDoubleFunction function) {
    double[] values = new double[rows];
    Arrays.setAll(values, function);
    return values;
  }

  /** Two curves that share an axis, and two that have one each. */
  static List<Timeline> timelines() {
    return List.of(
        line("margin", "accuracy", 0.1, 0.95),
        line("margin", "confidence", 0.2, 0.8),
        line("noise-scale", "noise-scale", 90, 2000),
        line("noise-scale", "squared-gradient", 0.5, -0.01));
  }

  private static Timeline line(String monitor, String figure, double first, double last) {
    List<Timeline.Point> points = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      double value = first + (last - first) * i / 10;
      points.add(new Timeline.Point(10L * i, value, Math.abs(value) / 10, i == 3));
    }
    return new Timeline(monitor, figure, "over 64 examples", points);
  }
}
