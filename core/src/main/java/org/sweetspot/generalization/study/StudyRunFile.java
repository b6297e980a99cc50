package org.sweetspot.generalization.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.format.FormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker leaves of a run when it is done, in the run's folder: {@code {"name", "overrides",
 * "place", "seed", "gap", "testError", "testExamples", "made", "measures": {}, "lifetimes": []}},
 * the last where the trajectory was looked at. It is written whole or not at all, and holds no
 * times.
 */
public final class StudyRunFile {
  /** Its name in the run's folder. */
  public static final String NAME = "study.json";

  private static final JsonMapper JSON = JsonMapper.shared();

  private StudyRunFile() {}

  /**
   * A run and what it was.
   *
   * @param run its numbers
   * @param overrides that made it
   * @param testExamples that the test error was counted on
   * @param made what the numbers were made by: whoever asks for something else makes them anew
   */
  public record Entry(StudyRun run, List<String> overrides, int testExamples, String made) {
    /** Copies the list. */
    public Entry {
      overrides = List.copyOf(overrides);
    }

    /** Whether it is the run that a grid has there. */
    public boolean isOf(Grid.Cell cell) {
      return overrides.equals(cell.overrides());
    }
  }

  /** Writes the numbers of a run into its folder. */
  public static void write(Path folder, Entry entry) throws IOException {
    AtomicFile.write(folder.resolve(NAME), text(entry));
  }

  /** The numbers of a run as the file holds them. */
  public static String text(Entry entry) {
    StudyRun run = entry.run();
    ObjectNode root = JSON.createObjectNode();
    root.put("name", run.name());
    ArrayNode overrides = root.putArray("overrides");
    entry.overrides().forEach(overrides::add);
    ArrayNode place = root.putArray("place");
    run.place().forEach(place::add);
    root.put("seed", run.seed()).put("gap", run.gap()).put("testError", run.testError());
    root.put("testExamples", entry.testExamples()).put("made", entry.made());
    ObjectNode measures = root.putObject("measures");
    run.measures().forEach(measures::put);
    if (!run.lifetimes().isEmpty()) {
      ArrayNode lifetimes = root.putArray("lifetimes");
      run.lifetimes().forEach(lifetimes::add);
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /** The numbers of the run in a folder, if it is done. */
  public static Optional<Entry> read(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Optional.of(parse(file.toString(), Files.readString(file)));
  }

  /**
   * The numbers of a run from their text.
   *
   * @param file where it stands, for what is said of a broken one
   */
  public static Entry parse(String file, String text) throws IOException {
    try {
      JsonNode root = JSON.readTree(text);
      List<Integer> place = new ArrayList<>();
      root.path("place").forEach(value -> place.add(value.asInt()));
      List<String> overrides = new ArrayList<>();
      root.path("overrides").forEach(value -> overrides.add(value.asString()));
      SortedMap<String, Double> measures = new TreeMap<>();
      root.path("measures")
          .properties()
          .forEach(entry -> measures.put(entry.getKey(), entry.getValue().asDouble()));
      List<Double> lifetimes = new ArrayList<>();
      root.path("lifetimes").forEach(value -> lifetimes.add(value.asDouble()));
      return new Entry(
          new StudyRun(
              root.path("name").asString(),
              place,
              root.path("seed").asLong(),
              root.path("gap").asDouble(),
              root.path("testError").asDouble(),
              measures,
              lifetimes),
          overrides,
          root.path("testExamples").asInt(),
          root.path("made").asString(""));
    } catch (JacksonException broken) {
      throw new FormatException(
          file,
          "the numbers of a run, in JSON",
          "something else",
          "remove the file: they are measured again");
    }
  }
}
