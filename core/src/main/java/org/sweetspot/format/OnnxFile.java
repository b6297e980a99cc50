package org.sweetspot.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The initializers of an ONNX model, and what the graph does with them.
 *
 * @param tensors in the order of the file
 * @param skipped names of initializers that are not dense numbers, with the reason
 * @param uses of initializers: the operator that reads one first
 */
public record OnnxFile(
    List<StoredTensor> tensors, Map<String, String> skipped, Map<String, Use> uses) {
  private static final int MOST_TENSORS = 1 << 20;
  private static final int LONGEST_NAME = 1 << 12;
  // Field numbers of onnx.proto.
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int SPARSE_INITIALIZER = 15;
  private static final int INPUT = 1;
  private static final int OPERATOR = 4;
  private static final int ATTRIBUTE = 5;

  /**
   * How an initializer is used.
   *
   * @param operator for instance Conv or Gemm
   * @param place which input of it, from 0
   * @param transposed whether Gemm transposes it
   */
  public record Use(String operator, int place, boolean transposed) {}

  /** Copies the collections. */
  public OnnxFile {
    tensors = List.copyOf(tensors);
    skipped = Map.copyOf(skipped);
    uses = Map.copyOf(uses);
  }

  /**
   * Reads names, types, shapes and places; external data must lie in the model's folder.
   *
   * @throws FormatException if the file isn't one
   */
  public static OnnxFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      WireReader reader = new WireReader(file.toString(), channel);
      List<long[]> graphs = new ArrayList<>();
      while (reader.next()) {
        if (reader.field() == GRAPH) {
          graphs.add(stretch(reader));
        }
      }
      if (graphs.size() != 1) {
        throw reader.wrong("one graph", graphs.size() + "");
      }
      return graph(file, reader, graphs.get(0));
    }
  }

  private static long[] stretch(WireReader reader) throws FormatException {
    if (reader.wire() != WireReader.BYTES) {
      throw reader.wrong("a message in field " + reader.field(), "wire type " + reader.wire());
    }
    return new long[] {reader.start(), reader.end()};
  }

  private static OnnxFile graph(Path file, WireReader reader, long[] graph) throws IOException {
    reader.within(graph[0], graph[1]);
    List<long[]> nodes = new ArrayList<>();
    List<long[]> initializers = new ArrayList<>();
    Map<String, String> skipped = new HashMap<>();
    while (reader.next()) {
      switch (reader.field()) {
        case NODE -> nodes.add(stretch(reader));
        case INITIALIZER -> initializers.add(stretch(reader));
        case SPARSE_INITIALIZER ->
            skipped.put("sparse initializer " + skipped.size(), "sparse, not dense");
        default -> {}
      }
      if (nodes.size() + initializers.size() > MOST_TENSORS) {
        throw reader.wrong("at most " + MOST_TENSORS + " nodes and tensors", "more");
      }
    }
    Map<String, Use> uses = new HashMap<>();
    for (long[] node : nodes) {
      use(reader, node, uses);
    }
    List<StoredTensor> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long[] initializer : initializers) {
      OnnxTensor.Header header = OnnxTensor.Header.read(reader, initializer);
      if (!names.add(header.name())) {
        throw reader.wrong("each initializer once", header.name() + " twice");
      }
      if (header.type().isEmpty()) {
        skipped.put(header.name(), "numbers of ONNX type " + header.code());
      } else {
        tensors.add(OnnxTensor.of(file, header));
      }
    }
    return new OnnxFile(tensors, skipped, uses);
  }

  private static void use(WireReader reader, long[] node, Map<String, Use> uses)
      throws IOException {
    List<String> inputs = new ArrayList<>();
    List<long[]> attributes = new ArrayList<>();
    String operator = "";
    reader.within(node[0], node[1]);
    while (reader.next()) {
      switch (reader.field()) {
        case INPUT -> inputs.add(reader.text(LONGEST_NAME));
        case OPERATOR -> operator = reader.text(LONGEST_NAME);
        case ATTRIBUTE -> attributes.add(stretch(reader));
        default -> {}
      }
    }
    boolean transposed = false;
    if (operator.equals("Gemm")) {
      for (long[] attribute : attributes) {
        transposed |= transposesSecond(reader, attribute);
      }
    }
    for (int i = 0; i < inputs.size(); i++) {
      uses.putIfAbsent(inputs.get(i), new Use(operator, i, transposed));
    }
  }

  private static boolean transposesSecond(WireReader reader, long[] attribute) throws IOException {
    String name = "";
    long value = 0;
    reader.within(attribute[0], attribute[1]);
    while (reader.next()) {
      if (reader.field() == 1) {
        name = reader.text(LONGEST_NAME);
      } else if (reader.field() == 3) {
        value = reader.number();
      }
    }
    return name.equals("transB") && value != 0;
  }
}
