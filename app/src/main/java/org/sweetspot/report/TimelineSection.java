package org.sweetspot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.sweetspot.measure.Value;
import org.sweetspot.monitor.Timeline;
import tools.jackson.databind.node.ObjectNode;

/** What monitors read while a run trained: a picture for each. */
final class TimelineSection {
  /** A curve so many times larger hides the shape of another one on the same axis. */
  private static final double FLATTENING = 5;

  private TimelineSection() {}

  /** Nothing where nothing was monitored. */
  static void write(Html html, ObjectNode charts, List<Timeline> timelines) {
    if (timelines.isEmpty()) {
      return;
    }
    Map<String, List<Timeline>> monitors = new LinkedHashMap<>();
    timelines.forEach(
        line -> monitors.computeIfAbsent(line.monitor(), name -> new ArrayList<>()).add(line));
    html.open("section", "id", "timelines", "aria-labelledby", "timelines-title");
    html.element("h2", "What happened during training", "id", "timelines-title");
    monitors.forEach((name, lines) -> monitor(html, charts, name, lines));
    html.close();
  }

  private static void monitor(Html html, ObjectNode charts, String name, List<Timeline> lines) {
    String caption = name.replace('-', ' ') + " by training step. " + lines.get(0).conventions();
    if (shareAnAxis(lines)) {
      picture(html, charts, "timeline-" + name, lines, caption.strip());
    } else {
      picture(html, charts, id(name, lines.get(0)), List.of(lines.get(0)), caption.strip());
      for (Timeline line : lines.subList(1, lines.size())) {
        String words = line.figure().replace('-', ' ') + ", of the same readings.";
        picture(html, charts, id(name, line), List.of(line), words);
      }
    }
    Figure.numbers(html, table(name, lines));
  }

  private static String id(String monitor, Timeline line) {
    return "timeline-" + monitor + "-" + line.figure();
  }

  private static void picture(
      Html html, ObjectNode charts, String id, List<Timeline> lines, String caption) {
    String axis =
        id.equals("timeline-" + lines.get(0).monitor())
            ? lines.get(0).monitor()
            : lines.get(0).figure();
    charts.set(id, CurveChart.lines(axis, columns(lines)));
    Figure.write(html, id, axis + " during training", caption);
  }

  /**
   * Whether no curve is flattened by another one: they are of about one size, or all above zero and
   * so far apart that they are drawn on a logarithmic axis.
   */
  private static boolean shareAnAxis(List<Timeline> lines) {
    double[] sizes = lines.stream().mapToDouble(TimelineSection::largest).toArray();
    double least = DoubleStream.of(sizes).min().orElse(0);
    double most = DoubleStream.of(sizes).max().orElse(0);
    return most <= FLATTENING * least
        || ProfileFigure.isWide(
            lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Timeline.Point::value));
  }

  private static double largest(Timeline line) {
    return line.points().stream().mapToDouble(point -> Math.abs(point.value())).max().orElse(0);
  }

  private static Value.Columns columns(List<Timeline> lines) {
    SortedSet<Long> steps = new TreeSet<>();
    lines.forEach(line -> line.points().forEach(point -> steps.add(point.step())));
    Map<String, List<Double>> columns = new LinkedHashMap<>();
    columns.put("step", steps.stream().map(Long::doubleValue).toList());
    for (Timeline line : lines) {
      Map<Long, Double> values = new LinkedHashMap<>();
      line.points().forEach(point -> values.put(point.step(), point.value()));
      columns.put(
          line.figure(),
          steps.stream()
              .map(step -> Objects.requireNonNull(values.getOrDefault(step, Double.NaN)))
              .toList());
    }
    return new Value.Columns(columns);
  }

  private static Table table(String name, List<Timeline> lines) {
    Table.Builder table =
        Table.of(name + " during training")
            .name("Number")
            .number("Step")
            .number("Value")
            .number("Error")
            .name("Worth");
    for (Timeline line : lines) {
      for (Timeline.Point point : line.points()) {
        table.row(
            line.figure(),
            Long.toString(point.step()),
            Numbers.significant(point.value()),
            point.error() > 0 ? Numbers.significant(point.error()) : "",
            point.doubtful() ? "not precise enough" : "");
      }
    }
    return table.build();
  }
}
