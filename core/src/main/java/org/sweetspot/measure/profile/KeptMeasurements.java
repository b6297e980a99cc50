package org.sweetspot.measure.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measurements kept in a file of lines, one JSON object each, with the conditions that they hold
 * under: {@code {"schema":1,"conditions":{...},"measurement":{...}}}. An answer is used again where
 * every condition is equal, and never otherwise.
 *
 * <p>The file is written whole or not at all. Lines that cannot be read (damaged, or of a later
 * version) are left alone and count as nothing. Of two programs that write at once the later wins,
 * and the other's answers are measured again.
 *
 * @param file that holds them; need not exist
 * @param conditions everything that an answer follows from, by name: weights, data, settings, seed,
 *     program
 */
public record KeptMeasurements(Path file, SortedMap<String, String> conditions) {
  /** Name of the file in a run's folder. */
  public static final String NAME = "measurements.jsonl";

  private static final int SCHEMA = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Copies the map. */
  public KeptMeasurements {
    conditions = new TreeMap<>(conditions);
  }

  /**
   * A profile, and how much of it was measured before.
   *
   * @param profile of all measures, in their order
   * @param reused number of answers that were kept
   */
  public record Taken(Profile profile, int reused) {}

  /** The answers that were kept under these conditions, by id; the last one counts. */
  public Map<String, Measurement> read() {
    Map<String, Measurement> kept = new LinkedHashMap<>();
    for (String line : lines()) {
      parse(line).ifPresent(answer -> kept.put(answer.id(), answer));
    }
    return kept;
  }

  /** Adds answers; those that failed are not kept, and equal conditions are replaced. */
  public void add(List<Measurement> answers) {
    List<Measurement> added =
        answers.stream().filter(answer -> answer.status() != Status.FAILED).toList();
    if (added.isEmpty()) {
      return;
    }
    List<String> ids = added.stream().map(Measurement::id).toList();
    List<String> lines = new ArrayList<>();
    for (String line : lines()) {
      if (parse(line).filter(answer -> ids.contains(answer.id())).isEmpty()) {
        lines.add(line);
      }
    }
    for (Measurement answer : added) {
      ObjectNode node = JSON.createObjectNode().put("schema", SCHEMA);
      ObjectNode under = node.putObject("conditions");
      conditions.forEach(under::put);
      node.set("measurement", MeasurementJson.write(answer));
      lines.add(JSON.writeValueAsString(node));
    }
    try {
      AtomicFile.write(file, String.join("\n", lines) + "\n");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Asks measures, but those whose answers were kept; the new answers are kept.
   *
   * @param again whether to measure everything again
   */
  public Taken profile(
      MeasureContext context, List<Measure> measures, ProfileProgress progress, boolean again) {
    Map<String, Measurement> kept = again ? Map.of() : read();
    List<Measure> open =
        measures.stream().filter(measure -> !kept.containsKey(measure.card().id())).toList();
    Map<String, Measurement> answers = new LinkedHashMap<>(kept);
    List<Measurement> fresh = Profile.of(context, open, progress).measurements();
    fresh.forEach(answer -> answers.put(answer.id(), answer));
    add(fresh);
    List<Measurement> all = new ArrayList<>();
    for (Measure measure : measures) {
      Optional.ofNullable(answers.get(measure.card().id())).ifPresent(all::add);
    }
    return new Taken(Profile.of(all), measures.size() - open.size());
  }

  private List<String> lines() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList()
          : List.of();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Optional<Measurement> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.path("schema").asInt(0) != SCHEMA) {
        return Optional.empty();
      }
      SortedMap<String, String> under = new TreeMap<>();
      JsonNode object = node.path("conditions");
      for (String name : object.propertyNames()) {
        under.put(name, object.path(name).asString(""));
      }
      return under.equals(conditions)
          ? Optional.of(MeasurementJson.read(node.path("measurement")))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }
}
