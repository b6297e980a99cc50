package org.sweetspot.control.prediction;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.format.FormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries as lines of JSON, one each: {@code {"schema": 1, "baseline", "aspect", "change",
 * "quantity", "curve", "small", "prefix", "pilot", "seed", "most", "outcome"}}; {@code most} is
 * left out where it is infinite, a reading where there was none. What a kill left of the last line
 * is left out, and written over by what is added next.
 */
public final class Ledger {
  private static final int SCHEMA = 1;
  private static final int SHOWN = 60;
  private static final JsonMapper MAPPER = new JsonMapper();

  private Ledger() {}

  /** The ledger that ships with the program: see docs/predictions.md for how it was made. */
  public static List<LedgerEntry> shipped() {
    try (InputStream in =
        Objects.requireNonNull(Ledger.class.getResourceAsStream("ledger.jsonl"), "ledger.jsonl")) {
      return parse("ledger.jsonl", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new IllegalStateException("the shipped ledger cannot be read", broken);
    }
  }

  /**
   * The entries of a file; none where there is no such file.
   *
   * @throws FormatException if a line before the last is no entry
   */
  public static List<LedgerEntry> read(Path file) throws IOException {
    return Files.exists(file) ? parse(file.toString(), Files.readString(file)) : List.of();
  }

  /**
   * Adds the entries that a file does not hold yet, whole or not at all; other threads and
   * processes wait meanwhile. An experiment that is repeated adds nothing.
   *
   * @throws FormatException if a line but the last is no entry; nothing is added then
   */
  public static void add(Path file, List<LedgerEntry> entries) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    // A file lock is the process's: its threads need one of their own.
    synchronized (Ledger.class) {
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        String there = text(channel);
        Set<LedgerEntry> fresh = new LinkedHashSet<>(entries);
        parse(file.toString(), there).forEach(fresh::remove);
        if (!fresh.isEmpty()) {
          StringBuilder lines = new StringBuilder();
          fresh.forEach(entry -> lines.append(line(entry)).append('\n'));
          write(channel, whole(there), lines.toString());
        }
      }
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    int read = 0;
    while (read >= 0 && bytes.hasRemaining()) {
      read = channel.read(bytes, bytes.position());
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** The text without what a kill or a full disk left of its last line, each line ended. */
  private static String whole(String text) {
    if (text.isEmpty() || text.endsWith("\n")) {
      return text;
    }
    int start = text.lastIndexOf('\n') + 1;
    return tree(text.substring(start)).isPresent() ? text + "\n" : text.substring(0, start);
  }

  private static void write(FileChannel channel, String kept, String lines) throws IOException {
    long at = kept.getBytes(StandardCharsets.UTF_8).length;
    boolean ended = at > channel.size();
    ByteBuffer bytes =
        ByteBuffer.wrap(((ended ? "\n" : "") + lines).getBytes(StandardCharsets.UTF_8));
    long position = ended ? channel.size() : at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    channel.truncate(position);
    channel.force(true);
  }

  private static List<LedgerEntry> parse(String name, String text) throws FormatException {
    List<LedgerEntry> entries = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isBlank()) {
        continue;
      }
      Optional<JsonNode> node = tree(lines[i]);
      if (node.isPresent()) {
        entries.add(entry(name, node.get()));
      } else if (i < lines.length - 1) {
        throw new FormatException(
            name,
            "a JSON object in each line",
            "line " + (i + 1) + ": " + lines[i].substring(0, Math.min(SHOWN, lines[i].length())),
            "delete that line");
      }
    }
    return List.copyOf(entries);
  }

  private static Optional<JsonNode> tree(String line) {
    try {
      return Optional.of(MAPPER.readTree(line)).filter(JsonNode::isObject);
    } catch (JacksonException cut) {
      return Optional.empty();
    }
  }

  private static LedgerEntry entry(String name, JsonNode node) throws FormatException {
    int schema = node.path("schema").asInt(0);
    if (schema != SCHEMA) {
      throw new FormatException(
          name,
          "entries of schema " + SCHEMA,
          "one of schema " + schema,
          "use the version of the program that wrote it, or move the file away");
    }
    try {
      return new LedgerEntry(
          node.required("baseline").asString(),
          node.required("aspect").asString(),
          node.required("change").asString(),
          quantity(node.required("quantity").asString()),
          readings(node),
          node.required("seed").asDouble(),
          node.has("most") ? node.get("most").asDouble() : Double.POSITIVE_INFINITY,
          node.required("outcome").asDouble());
    } catch (JacksonException | IllegalArgumentException broken) {
      throw new FormatException(
          name,
          "entries with baseline, aspect, change, quantity, seed and outcome",
          node.toString(),
          "delete that line");
    }
  }

  private static Map<Predictor, Double> readings(JsonNode node) {
    Map<Predictor, Double> readings = new EnumMap<>(Predictor.class);
    for (Predictor predictor : Predictor.values()) {
      if (predictor.reads() && node.has(predictor.key())) {
        readings.put(predictor, node.required(predictor.key()).asDouble());
      }
    }
    return readings;
  }

  private static Quantity quantity(String id) {
    for (Quantity quantity : Quantity.values()) {
      if (quantity.id().equals(id)) {
        return quantity;
      }
    }
    throw new IllegalArgumentException("quantity: expected one that is predicted, got " + id);
  }

  /** An entry on one line. */
  static String line(LedgerEntry entry) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("schema", SCHEMA);
    node.put("baseline", entry.baseline());
    node.put("aspect", entry.aspect());
    node.put("change", entry.change());
    node.put("quantity", entry.quantity().id());
    entry.readings().forEach((predictor, value) -> node.put(predictor.key(), value));
    node.put("seed", entry.seed());
    if (Double.isFinite(entry.most())) {
      node.put("most", entry.most());
    }
    node.put("outcome", entry.outcome());
    return MAPPER.writeValueAsString(node);
  }
}
