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
import java.util.List;
import java.util.Objects;
import org.sweetspot.format.FormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries as lines of JSON, one each: {@code {"schema": 1, "baseline", "aspect", "change",
 * "quantity", "curve", "pilot", "seed", "most", "outcome"}}; {@code most} is left out where it is
 * infinite. A line that was cut short by a kill ends the file and is left out; the next append
 * begins on a line of its own.
 */
public final class Ledger {
  private static final int SCHEMA = 1;
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

  /** Adds entries to a file, whole or not at all; other processes wait meanwhile. */
  public static void append(Path file, List<LedgerEntry> entries) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(line(entry)).append('\n'));
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      long end = channel.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      if (end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n') {
        text.insert(0, '\n');
      }
      ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      long at = end;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.force(true);
    }
  }

  private static List<LedgerEntry> parse(String name, String text) throws FormatException {
    List<LedgerEntry> entries = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      JsonNode node;
      try {
        node = MAPPER.readTree(line);
      } catch (JacksonException cut) {
        // What a kill or a full disk left of a line; complete lines before and after it count.
        continue;
      }
      entries.add(entry(name, node));
    }
    return List.copyOf(entries);
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
          node.required("curve").asDouble(),
          node.required("pilot").asDouble(),
          node.required("seed").asDouble(),
          node.has("most") ? node.get("most").asDouble() : Double.POSITIVE_INFINITY,
          node.required("outcome").asDouble());
    } catch (JacksonException | IllegalArgumentException broken) {
      throw new FormatException(
          name,
          "entries with baseline, aspect, change, quantity, curve, pilot, seed and outcome",
          node.toString(),
          "delete that line");
    }
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
    node.put("curve", entry.curve());
    node.put("pilot", entry.pilot());
    node.put("seed", entry.seed());
    if (Double.isFinite(entry.most())) {
      node.put("most", entry.most());
    }
    node.put("outcome", entry.outcome());
    return MAPPER.writeValueAsString(node);
  }
}
