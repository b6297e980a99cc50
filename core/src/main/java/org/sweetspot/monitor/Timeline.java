package org.sweetspot.monitor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.run.RunException;
import org.sweetspot.run.RunFolder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One number of a monitor through a run.
 *
 * @param monitor id of the monitor
 * @param figure name of its number
 * @param conventions of the last process that measured it
 * @param points in order of their steps
 */
public record Timeline(String monitor, String figure, String conventions, List<Point> points) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the list. */
  public Timeline {
    points = List.copyOf(points);
  }

  /**
   * A reading.
   *
   * @param step updates done
   * @param error as the conventions say; zero where exact
   * @param doubtful whether the error is larger than was asked for
   */
  public record Point(long step, double value, double error, boolean doubtful) {}

  /** Every number that was monitored in a run; none where nothing was. */
  public static List<Timeline> of(RunFolder run) {
    Path file = run.journalFile();
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> lines = run.journalLines();
    Map<String, String> conventions = new LinkedHashMap<>();
    Map<List<String>, List<Point>> points = new LinkedHashMap<>();
    int number = 0;
    for (String line : lines) {
      number++;
      // A line that a killed process left unfinished is no line.
      if (line.endsWith("}")) {
        JsonNode node = node(file + ", line " + number, line);
        String kind = node.path(MonitorLog.KIND).asString("");
        String monitor = node.path(MonitorLog.READING).asString("");
        if (kind.equals("conventions")) {
          conventions.put(monitor, node.path("text").asString(""));
        } else if (kind.equals(MonitorLog.READING)) {
          add(node, monitor, points);
        }
      }
    }
    return points.entrySet().stream()
        .map(
            entry ->
                new Timeline(
                    entry.getKey().get(0),
                    entry.getKey().get(1),
                    conventions.getOrDefault(entry.getKey().get(0), ""),
                    entry.getValue()))
        .toList();
  }

  private static JsonNode node(String place, String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException damaged) {
      throw new RunException(
          place,
          "a JSON object",
          String.valueOf(damaged.getOriginalMessage()),
          "move the file away: it holds what monitors found and nothing else of the run");
    }
  }

  private static void add(JsonNode node, String monitor, Map<List<String>, List<Point>> points) {
    for (Map.Entry<String, JsonNode> figure : node.path(MonitorLog.FIGURES).properties()) {
      points
          .computeIfAbsent(List.of(monitor, figure.getKey()), key -> new ArrayList<>())
          .add(
              new Point(
                  node.path("step").asLong(),
                  figure.getValue().path("value").asDouble(),
                  figure.getValue().path("error").asDouble(),
                  figure.getValue().path("status").asString("").equals("not_converged")));
    }
  }
}
