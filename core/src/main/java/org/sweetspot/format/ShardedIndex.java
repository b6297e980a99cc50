package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An index of weights that lie in several files, model.safetensors.index.json or
 * pytorch_model.bin.index.json: a JSON object whose weight_map gives each tensor's file.
 *
 * @param files of the tensors, by name, in the order of the index
 */
public record ShardedIndex(Map<String, Path> files) {
  private static final long LARGEST = 100_000_000;

  /** Copies the map. */
  public ShardedIndex {
    files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /**
   * Reads an index; the files must lie beside it.
   *
   * @throws FormatException if it isn't one
   */
  public static ShardedIndex read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST) {
      throw wrong(file.toString(), "at most " + LARGEST + " bytes", size + " bytes");
    }
    JsonNode map;
    try {
      map = JsonMapper.shared().readTree(Files.readAllBytes(file)).path("weight_map");
    } catch (JacksonException broken) {
      throw wrong(file.toString(), "a JSON object", broken.getOriginalMessage());
    }
    if (!map.isObject() || map.isEmpty()) {
      throw wrong(
          file.toString(),
          "an object weight_map",
          map.isMissingNode() ? "a JSON text without one" : map.getNodeType().toString());
    }
    Map<String, Path> files = new LinkedHashMap<>();
    Map<String, Path> known = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String place = file + ", weight_map, " + entry.getKey();
      if (!entry.getValue().isString()) {
        throw wrong(place, "the name of a file", entry.getValue().getNodeType().toString());
      }
      String name = entry.getValue().stringValue();
      if (!known.containsKey(name)) {
        known.put(name, FolderMate.of(file, place, name));
      }
      files.put(entry.getKey(), known.getOrDefault(name, file));
    }
    return new ShardedIndex(files);
  }

  private static FormatException wrong(String place, String expected, String got) {
    return new FormatException(
        place, expected, got, "the index is damaged or of another kind: download it anew");
  }
}
