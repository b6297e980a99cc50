package org.sweetspot.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The nodes and the stored tensors of an ONNX model: of its graph, of the graphs inside nodes (the
 * branches of an If, the bodies of loops) and of its functions. Values are told apart by keys: a
 * name, and the graph that defines it.
 */
final class OnnxGraph {
  private static final int MOST_PARTS = 1 << 20;
  private static final int DEEPEST = 16;
  private static final int LONGEST_NAME = 1 << 12;
  // Field numbers of onnx.proto, where two messages differ: of graphs, of functions.
  private static final int[] OF_GRAPH = {1, 11};
  private static final int[] OF_FUNCTION = {7, 4};
  private static final int INITIALIZER = 5;
  private static final int SPARSE_INITIALIZER = 15;

  /**
   * A node.
   *
   * @param operator for instance Conv
   * @param inputs keys; empty for inputs that are left out
   * @param outputs keys
   * @param numbers whole numbers among the attributes, the last of a list
   */
  record Node(
      String operator, List<String> inputs, List<String> outputs, Map<String, List<Long>> numbers) {
    Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      numbers = Map.copyOf(numbers);
    }

    /** A whole number among the attributes. */
    long number(String name, long otherwise) {
      List<Long> found = numbers.getOrDefault(name, List.of());
      return found.isEmpty() ? otherwise : found.get(0);
    }
  }

  private final WireReader reader;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor.Header> tensors = new LinkedHashMap<>();
  private final Map<String, String> unread = new LinkedHashMap<>();
  private int scopes;
  private int parts;

  OnnxGraph(WireReader reader) {
    this.reader = reader;
  }

  /** All nodes, graphs inside others after the node that has them. */
  List<Node> nodes() {
    return nodes;
  }

  /** Initializers and constants, by key. */
  Map<String, OnnxTensor.Header> tensors() {
    return tensors;
  }

  /** Names of what isn't a dense tensor, with the reason. */
  Map<String, String> unread() {
    return unread;
  }

  /** The names that a graph defines, each with its key, over those of the graphs around it. */
  private record Scope(Map<String, String> own, List<Scope> around) {
    String key(String name) {
      String found = own.get(name);
      if (found != null || name.isEmpty()) {
        return found == null ? "" : found;
      }
      return around.isEmpty() ? name : around.get(0).key(name);
    }
  }

  private record Raw(
      String operator, List<String> inputs, List<String> outputs, List<long[]> attributes) {}

  /** A graph inside a node, and the names around it. */
  private static final class Inner {
    private final Scope scope;
    private final long[] graph;

    Inner(Scope scope, long[] graph) {
      this.scope = scope;
      this.graph = graph;
    }
  }

  /** Reads the graph of a model. */
  void read(long[] graph) throws IOException {
    read(graph, OF_GRAPH, List.of(), 0);
  }

  /** Reads a function of a model. */
  void readFunction(long[] function) throws IOException {
    read(function, OF_FUNCTION, List.of(), 0);
  }

  private void read(long[] graph, int[] fields, List<Scope> around, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw reader.wrong("graphs at most " + DEEPEST + " deep", "more");
    }
    int scope = scopes++;
    Map<String, String> own = new HashMap<>();
    List<long[]> messages = new ArrayList<>();
    List<long[]> initializers = new ArrayList<>();
    List<long[]> inputs = new ArrayList<>();
    boolean function = fields == OF_FUNCTION;
    reader.within(graph[0], graph[1]);
    while (reader.next()) {
      if (reader.field() == fields[0]) {
        messages.add(stretch(reader));
      } else if (reader.field() == fields[1]) {
        inputs.add(stretch(reader));
      } else if (!function && reader.field() == INITIALIZER) {
        initializers.add(stretch(reader));
      } else if (!function && reader.field() == SPARSE_INITIALIZER) {
        unread.put("sparse initializer " + unread.size(), "sparse, not dense");
      }
      if (++parts > MOST_PARTS) {
        throw reader.wrong("at most " + MOST_PARTS + " nodes and tensors", "more");
      }
    }
    for (long[] input : inputs) {
      String name = function ? "" : name(input);
      own.put(name, key(scope, name));
    }
    Set<String> names = new HashSet<>();
    for (long[] initializer : initializers) {
      OnnxTensor.Header header = OnnxTensor.Header.read(reader, initializer);
      if (!names.add(header.name())) {
        throw reader.wrong("each initializer once", header.name() + " twice");
      }
      own.put(header.name(), key(scope, header.name()));
      tensors.put(key(scope, header.name()), header);
    }
    List<Raw> raw = new ArrayList<>();
    for (long[] message : messages) {
      Raw node = node(message);
      node.outputs.forEach(output -> own.put(output, key(scope, output)));
      raw.add(node);
    }
    Scope here = new Scope(own, around);
    List<Inner> inner = new ArrayList<>();
    for (Raw node : raw) {
      add(node, here, inner);
    }
    for (Inner one : inner) {
      read(one.graph, OF_GRAPH, List.of(one.scope), depth + 1);
    }
  }

  private static String key(int scope, String name) {
    return name.isEmpty() ? "" : scope == 0 ? name : scope + ":" + name;
  }

  private void add(Raw node, Scope scope, List<Inner> inner) throws IOException {
    Map<String, List<Long>> numbers = new HashMap<>();
    List<String> outputs = node.outputs.stream().map(scope::key).toList();
    for (long[] attribute : node.attributes) {
      String name = "";
      List<Long> whole = new ArrayList<>();
      List<long[]> constants = new ArrayList<>();
      reader.within(attribute[0], attribute[1]);
      while (reader.next()) {
        switch (reader.field()) {
          case 1 -> name = reader.text(LONGEST_NAME);
          case 3 -> whole.add(reader.number());
          case 8 -> OnnxTensor.Header.dimensions(reader, attribute[1], whole);
          case 5 -> constants.add(stretch(reader));
          case 6, 11 -> inner.add(new Inner(scope, stretch(reader)));
          case 7, 22 -> {
            if (node.operator.equals("Constant") && !outputs.isEmpty()) {
              unread.put(
                  node.outputs.get(0),
                  reader.field() == 22 ? "sparse, not dense" : "a list of a Constant node");
            }
          }
          default -> {}
        }
        if (whole.size() + inner.size() > MOST_PARTS) {
          throw reader.wrong("at most " + MOST_PARTS + " attributes", "more");
        }
      }
      if (node.operator.equals("Constant") && !outputs.isEmpty() && !constants.isEmpty()) {
        OnnxTensor.Header header = OnnxTensor.Header.read(reader, constants.get(0));
        tensors.put(outputs.get(0), header.named(node.outputs.get(0)));
      }
      numbers.put(name, List.copyOf(whole));
    }
    if (!node.operator.equals("Constant")) {
      List<String> inputs = node.inputs.stream().map(scope::key).toList();
      nodes.add(new Node(node.operator, inputs, outputs, numbers));
    }
  }

  private Raw node(long[] message) throws IOException {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    List<long[]> attributes = new ArrayList<>();
    String operator = "";
    reader.within(message[0], message[1]);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> inputs.add(reader.text(LONGEST_NAME));
        case 2 -> outputs.add(reader.text(LONGEST_NAME));
        case 4 -> operator = reader.text(LONGEST_NAME);
        case 5 -> attributes.add(stretch(reader));
        default -> {}
      }
    }
    return new Raw(operator, inputs, outputs, attributes);
  }

  /** The first field of a message, a text. */
  private String name(long[] message) throws IOException {
    String name = "";
    reader.within(message[0], message[1]);
    while (reader.next()) {
      if (reader.field() == 1) {
        name = reader.text(LONGEST_NAME);
      }
    }
    return Objects.requireNonNull(name);
  }

  static long[] stretch(WireReader reader) throws FormatException {
    if (reader.wire() != WireReader.BYTES) {
      throw reader.wrong("a message in field " + reader.field(), "wire type " + reader.wire());
    }
    return new long[] {reader.start(), reader.end()};
  }
}
