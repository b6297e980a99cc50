package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A safetensors file: named tensors of single or double precision, and strings by name.
 *
 * <p>Layout: eight bytes with the header's length, little-endian; the header, a JSON object that
 * gives each tensor's type, shape and place, and the strings under "__metadata__"; the tensors'
 * bytes. Nothing in it can run code. Tensors are written in the given order, strings in that of
 * their names, so equal contents are equal bytes.
 *
 * @param metadata strings by name
 * @param tensors in the order of their places in the file
 */
public record Safetensors(SortedMap<String, String> metadata, List<NamedTensor> tensors) {
  static final String METADATA = "__metadata__";

  // Entries start at multiples of eight bytes, so that a mapped file can be read in place.
  private static final int ALIGNMENT = 8;

  /** Copies the collections; refuses a name that occurs twice. */
  public Safetensors {
    metadata = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    tensors = List.copyOf(tensors);
    Set<String> names = new HashSet<>(List.of(METADATA));
    for (NamedTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException(
            "tensors: expected each name once and none called "
                + METADATA
                + ", got "
                + tensor.name()
                + " again");
      }
    }
  }

  /** Tensors and strings. */
  public static Safetensors of(Map<String, String> metadata, List<NamedTensor> tensors) {
    return new Safetensors(new TreeMap<>(metadata), tensors);
  }

  /** The tensor of that name. */
  public NamedTensor tensor(String name) {
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "safetensors: expected one of "
                        + tensors.stream().map(NamedTensor::name).toList()
                        + ", got "
                        + name));
  }

  /**
   * Reads a whole file into memory.
   *
   * @throws FormatException if the file isn't one, or holds other types than F32 and F64
   */
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafetensorsHeader(file.toString(), channel.size(), at -> bytes(channel, at))
          .read();
    }
  }

  /**
   * Maps a file: tensors are read from the disk when their bytes are asked for. The file must not
   * change meanwhile.
   *
   * @throws FormatException if the file isn't one, or holds other types than F32 and F64
   */
  public static Safetensors map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        return new SafetensorsHeader(
                file.toString(),
                size,
                at ->
                    channel
                        .map(FileChannel.MapMode.READ_ONLY, at.from(), at.length())
                        .order(ByteOrder.LITTLE_ENDIAN))
            .read();
      }
      ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
      return new SafetensorsHeader(
              file.toString(),
              size,
              at -> all.slice((int) at.from(), at.length()).order(ByteOrder.LITTLE_ENDIAN))
          .read();
    }
  }

  /** A stretch of a file. */
  static ByteBuffer bytes(FileChannel channel, SafetensorsHeader.Place place) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(place.length()).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, place.from() + bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  /** Writes the file, replacing any; it is on the disk when this returns. */
  public void write(Path file) throws IOException {
    write(file, true);
  }

  /**
   * Writes the file, replacing any.
   *
   * @param force whether to wait until it is on the disk
   */
  public void write(Path file, boolean force) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      List<ByteBuffer> parts = new ArrayList<>();
      parts.add(header());
      tensors.forEach(tensor -> parts.add(tensor.bytes().duplicate()));
      for (ByteBuffer part : parts) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
      if (force) {
        channel.force(true);
      }
    }
  }

  private ByteBuffer header() {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode root = mapper.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode strings = root.putObject(METADATA);
      metadata.forEach(strings::put);
    }
    long offset = 0;
    for (NamedTensor tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes().remaining());
      offset += tensor.bytes().remaining();
    }
    byte[] json = mapper.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    int padding = Math.floorMod(-json.length, ALIGNMENT);
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + json.length + padding).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(json.length + (long) padding).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }
}
