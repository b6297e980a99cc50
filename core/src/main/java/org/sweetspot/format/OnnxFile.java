package org.sweetspot.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stored tensors of an ONNX model, initializers and constants, those of graphs inside nodes
 * too, and what the graph does with them. Whole numbers that stand for others come dequantized.
 *
 * @param contents in the order of the file
 * @param uses of tensors: the operator that computes with one first
 */
public record OnnxFile(FileTensors contents, Map<String, Use> uses) {
  private static final int GRAPH = 7;
  private static final int FUNCTION = 25;

  /**
   * How a tensor is used.
   *
   * @param operator for instance Conv or Gemm
   * @param place which input of it, from 0
   * @param transposed whether the operator, or one before it, transposes it
   */
  public record Use(String operator, int place, boolean transposed) {}

  /** Copies the map. */
  public OnnxFile {
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
      List<long[]> functions = new ArrayList<>();
      while (reader.next()) {
        if (reader.field() == GRAPH) {
          graphs.add(OnnxGraph.stretch(reader));
        } else if (reader.field() == FUNCTION) {
          functions.add(OnnxGraph.stretch(reader));
        }
      }
      if (graphs.isEmpty()) {
        throw new FormatException(
            file.toString(),
            "an ONNX model with a graph",
            "none, as in files of other programs that are built alike, for instance Core ML",
            "export the network to ONNX, or save its weights to a new file of safetensors or npz");
      }
      if (graphs.size() != 1) {
        throw reader.wrong("one graph", graphs.size() + "");
      }
      OnnxGraph graph = new OnnxGraph(reader);
      graph.read(graphs.get(0));
      for (long[] function : functions) {
        graph.readFunction(function);
      }
      return new Assembly(file, graph).file();
    }
  }

  /** Makes tensors of what the graph names. */
  private static final class Assembly {
    private final OnnxUses uses;
    private final Map<String, OnnxTensor> byKey = new LinkedHashMap<>();
    private final Map<String, String> unread;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Use> scaleUses = new HashMap<>();

    Assembly(Path file, OnnxGraph graph) throws IOException {
      this.uses = new OnnxUses(graph);
      this.unread = new LinkedHashMap<>(graph.unread());
      for (Map.Entry<String, OnnxTensor.Header> entry : graph.tensors().entrySet()) {
        OnnxTensor.Header header = entry.getValue();
        if (header.type().isEmpty()) {
          unread.put(header.name(), header.unreadType());
        } else {
          String name = header.name();
          for (int copy = 2; !names.add(name); copy++) {
            name = header.name() + " (" + copy + ")"; // Of another branch.
          }
          byKey.put(entry.getKey(), OnnxTensor.of(file, header.named(name)));
        }
      }
    }

    OnnxFile file() {
      Map<String, Use> known = new HashMap<>();
      List<StoredTensor> tensors = new ArrayList<>();
      for (Map.Entry<String, OnnxTensor> entry : byKey.entrySet()) {
        OnnxTensor tensor = entry.getValue();
        Optional<OnnxUses.Found> found = uses.of(entry.getKey());
        found.ifPresent(one -> known.put(tensor.name(), one.use()));
        Optional<OnnxUses.Scales> scales =
            found
                .flatMap(OnnxUses.Found::scales)
                .filter(one -> !tensor.type().floating() || tensor.type().bytes() == 1);
        Optional<StoredTensor> result = scales.flatMap(one -> dequantized(tensor, one));
        tensors.add(result.orElse(tensor));
        if (result.isPresent()) {
          scales.get().scale().forEach(this::isScale);
        }
      }
      known.putAll(scaleUses);
      return new OnnxFile(new FileTensors(tensors, unread), known);
    }

    private void isScale(String key) {
      OnnxTensor scale = byKey.get(key);
      if (scale != null) {
        scaleUses.put(scale.name(), new Use("DequantizeLinear", 1, false));
      }
    }

    private Optional<StoredTensor> dequantized(OnnxTensor tensor, OnnxUses.Scales scales) {
      List<OnnxTensor> factors = new ArrayList<>();
      for (String key : scales.scale()) {
        OnnxTensor factor = byKey.get(key);
        if (factor == null) {
          return Optional.empty();
        }
        factors.add(factor);
      }
      OnnxTensor zero = byKey.get(scales.zero());
      OnnxTensor largest =
          factors.stream().max(java.util.Comparator.comparingLong(OnnxTensor::count)).orElseThrow();
      int axes = tensor.shape().size();
      int axis = scales.axis() < 0 ? scales.axis() + axes : scales.axis();
      boolean blocks = largest.count() > 1 && largest.shape().size() == axes && axes > 1;
      boolean single = largest.count() == 1;
      if (!blocks && !single && (axis < 0 || axis >= axes)) {
        return Optional.empty();
      }
      List<Long> shape =
          blocks ? largest.shape() : Dequantization.along(axes, Math.max(0, axis), largest.count());
      boolean fits =
          tensor.count() > 0
              && Dequantization.fits(tensor.shape(), shape)
              && factors.stream()
                  .allMatch(one -> one.count() == 1 || one.count() == largest.count())
              && (zero == null || zero.count() == 1 || zero.count() == largest.count())
              && (scales.zero().isEmpty() || zero != null);
      if (!fits) {
        return Optional.empty();
      }
      return Optional.of(
          ComputedTensor.like(
              tensor,
              NumberType.F32,
              () ->
                  Dequantization.apply(
                      tensor.read(),
                      tensor.shape(),
                      product(factors, (int) largest.count()),
                      shape,
                      zero == null ? new double[0] : zero.read())));
    }

    private static double[] product(List<OnnxTensor> factors, int count) throws IOException {
      double[] product = new double[count];
      java.util.Arrays.fill(product, 1);
      for (OnnxTensor factor : factors) {
        double[] numbers = factor.read();
        for (int i = 0; i < count; i++) {
          product[i] *= numbers[numbers.length == 1 ? 0 : i];
        }
      }
      return product;
    }
  }
}
