package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the header of a safetensors file, believing nothing in it, and then the tensors. */
final class SafetensorsHeader {
  // What the format's own library allows.
  private static final long LARGEST = 100_000_000;
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A stretch of the file. */
  record Place(long from, int length) {}

  /** Reads a stretch of the file. */
  @FunctionalInterface
  interface Source {
    ByteBuffer bytes(Place place) throws IOException;
  }

  /**
   * A tensor's place, counted from the end of the header.
   *
   * @param type of its numbers, if it is one of those that are read
   * @param dtype the type as the header names it
   */
  record Entry(
      String name, Optional<NumberType> type, String dtype, List<Long> shape, long from, long to) {}

  /**
   * What a header says.
   *
   * @param entries in the order of their places
   * @param start of the first tensor in the file
   */
  record Contents(SortedMap<String, String> metadata, List<Entry> entries, long start) {}

  private final String file;
  private final long size;
  private final Source source;

  SafetensorsHeader(String file, long size, Source source) {
    this.file = file;
    this.size = size;
    this.source = source;
  }

  /** Everything, tensors of single and double precision only. */
  Safetensors read() throws IOException {
    Contents contents = contents();
    List<NamedTensor> tensors = new ArrayList<>();
    for (Entry entry : contents.entries) {
      NamedTensor.Type type = precision(", tensor " + entry.name, entry);
      long bytes = entry.to - entry.from;
      if (bytes > Integer.MAX_VALUE - 8) {
        throw wrong(
            ", tensor " + entry.name,
            "at most " + (Integer.MAX_VALUE - 8) + " bytes",
            bytes + " bytes");
      }
      Place place = new Place(contents.start + entry.from, (int) bytes);
      tensors.add(new NamedTensor(entry.name, type, entry.shape, source.bytes(place)));
    }
    return new Safetensors(contents.metadata, tensors);
  }

  /** The header alone, checked. */
  Contents contents() throws IOException {
    if (size < Long.BYTES) {
      throw wrong("", "at least 8 bytes", size + " bytes");
    }
    long length = source.bytes(new Place(0, Long.BYTES)).getLong();
    if (length < 2 || length > Math.min(LARGEST, size - Long.BYTES)) {
      throw wrong(
          ", length of the header",
          "between 2 and " + Math.max(2, Math.min(LARGEST, size - Long.BYTES)) + " bytes",
          Long.toUnsignedString(length));
    }
    JsonNode root = json(source.bytes(new Place(Long.BYTES, (int) length)));
    SortedMap<String, String> metadata = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      if (property.getKey().equals(Safetensors.METADATA)) {
        metadata.putAll(strings(property.getValue()));
      } else {
        entries.add(entry(property.getKey(), property.getValue()));
      }
    }
    long start = Long.BYTES + length;
    order(entries, start);
    return new Contents(metadata, List.copyOf(entries), start);
  }

  /** Sorts by place; refuses gaps, overlaps and a file of another length. */
  private void order(List<Entry> entries, long start) throws FormatException {
    entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.from != expected) {
        throw wrong(
            ", tensor " + entry.name,
            "to begin at byte " + expected + ", where the one before it ends",
            Long.toString(entry.from));
      }
      expected = entry.to;
    }
    if (start + expected != size) {
      throw wrong("", start + expected + " bytes, as its header says", size + " bytes");
    }
  }

  private JsonNode json(ByteBuffer bytes) throws FormatException {
    byte[] text = new byte[bytes.remaining()];
    bytes.get(text);
    JsonNode root;
    try {
      root = STRICT.readTree(text);
    } catch (JacksonException broken) {
      throw wrong(", header", "a JSON object", broken.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw wrong(", header", "a JSON object", root.getNodeType().toString());
    }
    return root;
  }

  private SortedMap<String, String> strings(JsonNode node) throws FormatException {
    SortedMap<String, String> strings = new TreeMap<>();
    if (!node.isObject()) {
      throw wrong(", metadata", "an object of strings", node.getNodeType().toString());
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!property.getValue().isString()) {
        throw wrong(", metadata " + property.getKey(), "a string", property.getValue().toString());
      }
      strings.put(property.getKey(), property.getValue().stringValue());
    }
    return strings;
  }

  private Entry entry(String name, JsonNode node) throws FormatException {
    String what = ", tensor " + name;
    String dtype = dtype(what, node.path("dtype"));
    Optional<NumberType> type =
        Arrays.stream(NumberType.values()).filter(known -> known.name().equals(dtype)).findFirst();
    List<Long> shape = wholes(what + ", shape", node.path("shape"));
    List<Long> offsets = wholes(what + ", data_offsets", node.path("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw wrong(what + ", data_offsets", "a beginning and an end", offsets.toString());
    }
    long from = offsets.get(0);
    long to = offsets.get(1);
    // How many bytes a number of an unknown type takes is not known either.
    long bytes = type.isPresent() ? bytes(what, type.get(), shape) : to - from;
    if (to - from != bytes) {
      throw wrong(
          what + ", data_offsets", bytes + " bytes for the shape " + shape, (to - from) + " bytes");
    }
    if (to > size) {
      throw wrong(what, "at most " + size + " bytes", bytes + " bytes");
    }
    return new Entry(name, type, dtype, shape, from, to);
  }

  private long bytes(String what, NumberType type, List<Long> shape) throws FormatException {
    try {
      return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    } catch (ArithmeticException tooLarge) {
      throw wrong(what + ", shape", "one that fits the file", shape.toString());
    }
  }

  /** F32, BF16 and so on; the format grows by new ones now and then. */
  private String dtype(String what, JsonNode node) throws FormatException {
    String dtype = node.isString() ? node.stringValue() : "";
    if (!dtype.matches("[A-Z][A-Z0-9_]{0,15}")) {
      throw wrong(what + ", dtype", "a type such as F32", node.toString());
    }
    return dtype;
  }

  private NamedTensor.Type precision(String what, Entry entry) throws FormatException {
    return switch (entry.dtype) {
      case "F32" -> NamedTensor.Type.F32;
      case "F64" -> NamedTensor.Type.F64;
      default ->
          throw new FormatException(
              file + what + ", dtype",
              "F32 or F64",
              entry.dtype,
              "save the tensors in single or double precision, in a new file");
    };
  }

  private List<Long> wholes(String what, JsonNode node) throws FormatException {
    if (!node.isArray()) {
      throw wrong(what, "a list of whole numbers", node.toString());
    }
    List<Long> wholes = new ArrayList<>();
    for (JsonNode item : node.values()) {
      if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 0) {
        throw wrong(what, "whole numbers from 0", item.toString());
      }
      wholes.add(item.longValue());
    }
    return wholes;
  }

  private FormatException wrong(String part, String expected, String got) {
    return new FormatException(
        file + part,
        expected,
        got,
        "the file is cut off, damaged or no safetensors file: write or download it anew");
  }
}
