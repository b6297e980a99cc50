package org.sweetspot.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.problem.RefusedException;

/**
 * The nodes of an ONNX model's graph, read from the bytes of the file (onnx.proto, version 3).
 *
 * @param all in the order of the file, which is one of computation
 */
record OnnxNodes(List<Node> all) {
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int GRAPH_OUTPUT = 12;

  /** A length in bytes follows. */
  private static final int LENGTH = 2;

  /**
   * A node of the graph.
   *
   * @param name its own, possibly empty
   * @param operator for instance Gemm
   * @param inputs names of values; empty for those left out
   * @param outputs names of values
   */
  record Node(String name, String operator, List<String> inputs, List<String> outputs) {
    Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  OnnxNodes {
    all = List.copyOf(all);
  }

  /** Reads them. */
  static OnnxNodes of(String file, byte[] model) {
    List<Node> nodes = new ArrayList<>();
    Fields fields = new Fields(file, model, 0, model.length);
    while (fields.next()) {
      if (fields.field == GRAPH && fields.wire == LENGTH) {
        Fields graph = fields.inner();
        while (graph.next()) {
          if (graph.field == NODE && graph.wire == LENGTH) {
            nodes.add(node(graph.inner()));
          }
        }
      }
    }
    return new OnnxNodes(nodes);
  }

  private static Node node(Fields fields) {
    String name = "";
    String operator = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    while (fields.next()) {
      if (fields.wire == LENGTH) {
        switch (fields.field) {
          case 1 -> inputs.add(fields.text());
          case 2 -> outputs.add(fields.text());
          case 3 -> name = fields.text();
          case 4 -> operator = fields.text();
          default -> {}
        }
      }
    }
    return new Node(name, operator, inputs, outputs);
  }

  /** The value that a name stands for: a value itself, or the first output of a node. */
  Optional<String> value(String name) {
    return all.stream()
        .filter(node -> node.outputs().contains(name))
        .map(node -> name)
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(node -> node.name().equals(name) && !node.outputs().isEmpty())
                    .map(node -> node.outputs().get(0))
                    .findFirst());
  }

  /**
   * The same model that also puts out these values. A message of Protocol Buffers that is followed
   * by another one of its kind is both together, so that nothing is copied but the bytes.
   */
  static byte[] withOutputs(byte[] model, List<String> values) {
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    for (String value : values) {
      byte[] name = value.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream info = new ByteArrayOutputStream();
      writeField(info, 1, name);
      writeField(graph, GRAPH_OUTPUT, info.toByteArray());
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream(model.length + graph.size() + 16);
    whole.writeBytes(model);
    writeField(whole, GRAPH, graph.toByteArray());
    return whole.toByteArray();
  }

  private static void writeField(ByteArrayOutputStream target, int field, byte[] bytes) {
    writeNumber(target, (field << 3) | LENGTH);
    writeNumber(target, bytes.length);
    target.writeBytes(bytes);
  }

  private static void writeNumber(ByteArrayOutputStream target, int number) {
    int rest = number;
    while (rest >= 0x80) {
      target.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    target.write(rest);
  }

  /** The fields of a message, one after the other. */
  private static final class Fields {
    private final String file;
    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int wire;
    private int from;

    Fields(String file, byte[] bytes, int at, int end) {
      this.file = file;
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }

    boolean next() {
      if (at >= end) {
        return false;
      }
      long key = number();
      field = (int) (key >>> 3);
      wire = (int) key & 7;
      long length =
          switch (wire) {
            case 0 -> {
              number();
              yield 0;
            }
            case 1 -> 8;
            case LENGTH -> number();
            case 5 -> 4;
            default -> throw broken();
          };
      from = at;
      if (length < 0 || length > end - at) {
        throw broken();
      }
      at += (int) length;
      return true;
    }

    Fields inner() {
      return new Fields(file, bytes, from, at);
    }

    String text() {
      return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    private long number() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        if (at >= end) {
          throw broken();
        }
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw broken();
    }

    private RefusedException broken() {
      return new RefusedException(
          file, "an ONNX model", "a message that is cut off at byte " + at, "export it again");
    }
  }
}
