package org.sweetspot.diagnosis.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.FormatException;
import org.sweetspot.measure.Measurement;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that a recorder leaves, read while the training runs or afterwards.
 *
 * @param path of the folder
 */
public record RecordedFolder(Path path) {
  /** Of the files that this version reads. */
  public static final int SCHEMA = 1;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final long LONGEST_LINE = 16L << 20;

  /** Whether a training was recorded here. */
  public boolean exists() {
    return Files.exists(facts());
  }

  private Path facts() {
    return path.resolve("recorded.json");
  }

  private Path lines() {
    return path.resolve("recorded.jsonl");
  }

  /**
   * Reads all of it. Lines that a killed process left unfinished are counted and passed over; of a
   * step that was recorded twice, the later line counts.
   *
   * @throws FormatException if it is no record, or one of another version
   */
  public RecordedRun read() throws IOException {
    JsonNode facts = facts(facts());
    Map<Long, Entry> steps = new TreeMap<>();
    List<Entry> evaluations = new ArrayList<>();
    List<Entry> skips = new ArrayList<>();
    List<Entry> resumptions = new ArrayList<>();
    List<Entry> readings = new ArrayList<>();
    List<Measurement> measured = List.of();
    boolean ended = false;
    int damaged = 0;
    if (Files.exists(lines())) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(
                  new BoundedLines(Files.newInputStream(lines()), LONGEST_LINE),
                  StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          JsonNode node = object(line);
          if (node == null) {
            damaged += line.isBlank() ? 0 : 1;
            continue;
          }
          Entry entry = new Entry(node);
          String kind = entry.text("kind");
          ended = kind.equals("end") || (ended && !kind.equals("resume"));
          switch (kind) {
            case "step" -> steps.put((long) entry.number("step"), entry);
            case "evaluation" -> evaluations.add(entry);
            case "skip" -> skips.add(entry);
            case "resume" -> resumptions.add(entry);
            case "monitor" -> readings.add(entry);
            case "biases" -> measured = RecordedMeasures.of(entry);
            default -> {
              // The end, or a line of a later recorder.
            }
          }
        }
      }
    }
    return new RecordedRun(
        new Entry(facts),
        new ArrayList<>(steps.values()),
        evaluations,
        skips,
        resumptions,
        readings,
        measured,
        ended,
        damaged);
  }

  private static @Nullable JsonNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.isObject() ? node : null;
    } catch (JacksonException torn) {
      return null;
    }
  }

  private static JsonNode facts(Path file) throws IOException {
    String remedy = "record the training with sweetspot.Recorder (docs/recorded-runs.md)";
    if (!Files.exists(file)) {
      throw new FormatException(file.toString(), "the record of a training", "no file", remedy);
    }
    JsonNode facts = object(Files.readString(file));
    if (facts == null) {
      throw new FormatException(file.toString(), "a JSON object", "something else", remedy);
    }
    if (facts.path("schema").asInt(0) != SCHEMA) {
      throw new FormatException(
          file.toString(),
          "version " + SCHEMA + " of the format",
          "version " + facts.path("schema"),
          "read it with the version of the program that belongs to the recorder");
    }
    return facts;
  }
}
