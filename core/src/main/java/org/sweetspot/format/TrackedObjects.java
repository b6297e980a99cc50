package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The graph of objects in a checkpoint of TensorFlow 2: which variable stands under which key, by
 * its own name, and which variables are an optimizer's slots of others.
 *
 * <p>Source: tensorflow/core/protobuf/trackable_object_graph.proto.
 */
final class TrackedObjects {
  /** Where a checkpoint has none. */
  static final TrackedObjects NONE = new TrackedObjects(Map.of(), Set.of(), Set.of());

  private static final int LONGEST_NAME = 1 << 12;
  private static final int MOST_NODES = 1 << 20;

  private final Map<String, String> names;
  private final Set<String> slots;
  private final Set<String> reached;

  private TrackedObjects(Map<String, String> names, Set<String> slots, Set<String> reached) {
    this.names = names;
    this.slots = slots;
    this.reached = reached;
  }

  /** An object: its values' keys, its parts, and the nodes of slots that it keeps. */
  private record Node(List<String> keys, Map<String, Integer> parts, List<Integer> slots) {}

  /** The variable's own name, with the layer's before it, where it is known. */
  Optional<String> name(String key) {
    return Optional.ofNullable(names.get(key));
  }

  /** Whether the variable is an optimizer's slot. */
  boolean slot(String key) {
    return slots.contains(key);
  }

  /** Whether the variable belongs to something besides an optimizer, which lists what it trains. */
  boolean outside(String key) {
    return reached.contains(key);
  }

  /**
   * Reads the graph, a text in a tensor of one: its length as a varint, a checksum of four bytes,
   * the message.
   */
  static TrackedObjects read(String place, Path file, long offset, long size) throws IOException {
    byte[] stored;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        InputStream input = Channels.newInputStream(channel.position(offset))) {
      stored = input.readNBytes((int) size);
    }
    int start = 0;
    while (start < stored.length && stored[start] < 0) {
      start++;
    }
    start += 1 + Integer.BYTES;
    if (start > stored.length) {
      return NONE;
    }
    WireReader reader = new WireReader(place, stored);
    reader.within(start, stored.length);
    List<long[]> nodes = new ArrayList<>();
    while (reader.next()) {
      if (reader.field() == 1 && reader.wire() == WireReader.BYTES) {
        nodes.add(new long[] {reader.start(), reader.end()});
      }
      if (nodes.size() > MOST_NODES) {
        throw reader.wrong("at most " + MOST_NODES + " objects", "more");
      }
    }
    List<Node> objects = new ArrayList<>();
    Map<String, String> names = new HashMap<>();
    for (long[] node : nodes) {
      objects.add(node(reader, node, names));
    }
    Set<String> slots = new HashSet<>();
    for (Node object : objects) {
      for (int slot : object.slots) {
        if (slot >= 0 && slot < objects.size()) {
          slots.addAll(objects.get(slot).keys);
        }
      }
    }
    return new TrackedObjects(names, slots, reached(objects));
  }

  /** The keys of all objects that the root reaches without an optimizer. */
  private static Set<String> reached(List<Node> objects) {
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> next = new ArrayDeque<>();
    if (!objects.isEmpty()) {
      next.add(0);
    }
    Set<String> keys = new HashSet<>();
    while (!next.isEmpty()) {
      int at = next.remove();
      if (seen.add(at)) {
        keys.addAll(objects.get(at).keys);
        objects
            .get(at)
            .parts
            .forEach(
                (name, part) -> {
                  if (!name.contains("optimizer") && part >= 0 && part < objects.size()) {
                    next.add(part);
                  }
                });
      }
    }
    return keys;
  }

  private static Node node(WireReader reader, long[] node, Map<String, String> names)
      throws IOException {
    Node object = new Node(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
    Map<Integer, List<long[]>> fields = new HashMap<>();
    reader.within(node[0], node[1]);
    while (reader.next()) {
      fields
          .computeIfAbsent(reader.field(), field -> new ArrayList<>())
          .add(new long[] {reader.start(), reader.end()});
    }
    for (long[] part : fields.getOrDefault(1, List.of())) {
      int number = 0;
      String name = "";
      reader.within(part[0], part[1]);
      while (reader.next()) {
        if (reader.field() == 1) {
          number = (int) reader.number();
        } else if (reader.field() == 2) {
          name = reader.text(LONGEST_NAME);
        }
      }
      object.parts.put(name, number);
    }
    for (long[] value : fields.getOrDefault(2, List.of())) {
      String name = "";
      String key = "";
      reader.within(value[0], value[1]);
      while (reader.next()) {
        if (reader.field() == 2) {
          name = reader.text(LONGEST_NAME);
        } else if (reader.field() == 3) {
          key = reader.text(LONGEST_NAME);
        }
      }
      object.keys.add(key);
      // A bare "kernel" says less than the key, which is the path to it.
      if (name.indexOf('/') > 0) {
        names.put(key, name);
      }
    }
    for (long[] slot : fields.getOrDefault(3, List.of())) {
      reader.within(slot[0], slot[1]);
      while (reader.next()) {
        if (reader.field() == 3) {
          object.slots.add((int) reader.number());
        }
      }
    }
    return object;
  }
}
