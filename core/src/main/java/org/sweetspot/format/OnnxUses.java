package org.sweetspot.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a graph does with its stored tensors: each is followed through what only rearranges or
 * dequantizes it, up to the operator that computes with it.
 */
final class OnnxUses {
  private static final int LONGEST_CHAIN = 32;
  private static final Set<String> PASSING =
      Set.of(
          "Identity",
          "Cast",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Flatten",
          "Expand",
          "Slice",
          "Split",
          "Transpose",
          "QuantizeLinear",
          "Floor",
          "Round");

  /**
   * Scales of whole numbers, by key.
   *
   * @param scale of the numbers, or their factors
   * @param zero their zero point; empty for 0
   * @param axis that several scales run along; from the end if negative
   */
  record Scales(List<String> scale, String zero, int axis) {
    Scales {
      scale = List.copyOf(scale);
    }
  }

  /**
   * What was found.
   *
   * @param use the operator that computes with it
   * @param scales that make numbers of the whole numbers, if there are any on the way
   */
  record Found(OnnxFile.Use use, Optional<Scales> scales) {}

  private record Consumer(OnnxGraph.Node node, int place) {}

  private final Map<String, List<Consumer>> consumers = new HashMap<>();
  private final Map<String, OnnxGraph.Node> producers = new HashMap<>();
  private final Set<String> stored;

  OnnxUses(OnnxGraph graph) {
    stored = graph.tensors().keySet();
    for (OnnxGraph.Node node : graph.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        if (!node.inputs().get(i).isEmpty()) {
          consumers
              .computeIfAbsent(node.inputs().get(i), key -> new ArrayList<>())
              .add(new Consumer(node, i));
        }
      }
      node.outputs().forEach(output -> producers.put(output, node));
    }
  }

  /** The first use of a tensor that computes; empty if there is none. */
  Optional<Found> of(String key) {
    return follow(key, false, Optional.empty(), 0);
  }

  private Optional<Found> follow(
      String key, boolean transposed, Optional<Scales> scales, int length) {
    if (length > LONGEST_CHAIN) {
      return Optional.empty();
    }
    for (Consumer consumer : consumers.getOrDefault(key, List.of())) {
      OnnxGraph.Node node = consumer.node;
      String operator = node.operator();
      boolean first = consumer.place == 0 && !node.outputs().isEmpty();
      Optional<Found> found;
      if (first && operator.equals("DequantizeLinear")) {
        found =
            follow(
                node.outputs().get(0),
                transposed,
                Optional.of(
                    new Scales(
                        List.of(input(node, 1)), input(node, 2), (int) node.number("axis", 1))),
                length + 1);
      } else if ((first && PASSING.contains(operator))
          || (first && isRounded(node))
          || (operator.equals("Concat") && !node.outputs().isEmpty())) {
        boolean turns = operator.equals("Transpose");
        found = follow(node.outputs().get(0), transposed ^ turns, scales, length + 1);
      } else {
        found =
            Optional.of(
                new Found(
                    use(node, consumer.place, transposed),
                    scales.isPresent() ? scales : scales(node, consumer.place)));
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Whether a division is the first half of a quantization: only roundings take what it gives. */
  private boolean isRounded(OnnxGraph.Node node) {
    List<Consumer> next = consumers.getOrDefault(node.outputs().get(0), List.of());
    return node.operator().equals("Div")
        && !next.isEmpty()
        && next.stream().allMatch(one -> Set.of("Floor", "Round").contains(one.node.operator()));
  }

  private static OnnxFile.Use use(OnnxGraph.Node node, int place, boolean transposed) {
    boolean second =
        Set.of("Gemm", "QGemm").contains(node.operator()) && node.number("transB", 0) != 0;
    return new OnnxFile.Use(node.operator(), place, transposed ^ second);
  }

  private static String input(OnnxGraph.Node node, int place) {
    return place < node.inputs().size() ? node.inputs().get(place) : "";
  }

  /** Operators on whole numbers take the scales as inputs, or others multiply by them later. */
  private Optional<Scales> scales(OnnxGraph.Node node, int place) {
    return switch (node.operator() + "/" + place) {
      case "QLinearConv/3" -> beside(node, 4, 5, 0);
      case "QLinearConv/8" ->
          Optional.of(new Scales(List.of(input(node, 1), input(node, 4)), "", 0));
      case "QLinearMatMul/0" -> beside(node, 1, 2, -2);
      case "QLinearMatMul/3" -> beside(node, 4, 5, -1);
      case "QGemm/3" -> beside(node, 4, 5, node.number("transB", 0) != 0 ? 0 : 1);
      case "DynamicQuantizeMatMul/1" -> beside(node, 2, 3, -1);
      case "MatMulIntegerToFloat/1" -> beside(node, 3, 5, -1);
      case "DynamicQuantizeLSTM/1" -> beside(node, 8, 9, 0);
      case "DynamicQuantizeLSTM/2" -> beside(node, 10, 11, 0);
      case "MatMulInteger/1" -> later(node, 3, -1);
      case "ConvInteger/1" -> later(node, 3, 0);
      default -> Optional.empty();
    };
  }

  private static Optional<Scales> beside(OnnxGraph.Node node, int scale, int zero, int axis) {
    return Optional.of(new Scales(List.of(input(node, scale)), input(node, zero), axis));
  }

  /** Whole products, perhaps with an offset -> Cast -> Mul by (the input's scale times theirs). */
  private Optional<Scales> later(OnnxGraph.Node node, int zero, int axis) {
    return output(node)
        .flatMap(product -> factor(product, 0))
        .map(scale -> new Scales(List.of(scale), input(node, zero), axis));
  }

  private Optional<String> factor(String key, int length) {
    for (Consumer consumer : consumers.getOrDefault(key, List.of())) {
      String operator = consumer.node.operator();
      Optional<String> found = Optional.empty();
      if (operator.equals("Mul")) {
        found = storedFactor(input(consumer.node, 1 - consumer.place), 0);
      } else if (length < 4 && Set.of("Cast", "Add", "Reshape").contains(operator)) {
        found = output(consumer.node).flatMap(next -> factor(next, length + 1));
      }
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> output(OnnxGraph.Node node) {
    return node.outputs().stream().findFirst();
  }

  private Optional<String> storedFactor(String key, int length) {
    if (stored.contains(key)) {
      return Optional.of(key);
    }
    OnnxGraph.Node producer = producers.get(key);
    boolean passes =
        producer != null && Set.of("Mul", "Reshape", "Unsqueeze").contains(producer.operator());
    if (producer == null || !passes || length > LONGEST_CHAIN) {
      return Optional.empty();
    }
    List<String> inputs =
        producer.operator().equals("Mul") ? producer.inputs() : producer.inputs().subList(0, 1);
    return inputs.stream().flatMap(input -> storedFactor(input, length + 1).stream()).findFirst();
  }
}
