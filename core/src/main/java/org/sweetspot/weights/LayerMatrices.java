package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * The tensors of weights that are measured as matrices, and in words how they become matrices and
 * which tensors don't. Recurrent tensors count as one matrix with all gates, attention's joint
 * projection as one with queries, keys and values.
 */
public final class LayerMatrices {
  private final List<WeightTensor> tensors = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private LayerMatrices(Weights weights) {
    for (WeightTensor tensor : weights.tensors()) {
      String reason = reason(tensor);
      if (reason.isEmpty()) {
        tensors.add(tensor);
      } else {
        leftOut.add(new LeftOut(tensor.name(), reason));
      }
    }
    leftOut.addAll(weights.leftOut());
  }

  /** Sorts the tensors; loads none. */
  public static LayerMatrices of(Weights weights) {
    return new LayerMatrices(weights);
  }

  /** Kernels, dense, recurrent, attention and embedding tensors of at least two axes, in order. */
  public List<WeightTensor> tensors() {
    return List.copyOf(tensors);
  }

  /** The other tensors. */
  public List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /**
   * Loads a tensor as a matrix.
   *
   * @throws UndefinedException if it is too large for one array, or holds NaN or infinity
   */
  public static Matrix load(WeightTensor tensor) {
    long rows = rows(tensor);
    double[] entries = tensor.load();
    for (double entry : entries) {
      if (!Double.isFinite(entry)) {
        throw new UndefinedException(
            "tensor " + tensor.name() + ": expected finite numbers, got " + entry);
      }
    }
    return new Matrix(Math.toIntExact(rows), Math.toIntExact(tensor.size() / rows), entries);
  }

  private static long rows(WeightTensor tensor) {
    int axes = tensor.layout().rowAxes(tensor.shape().size());
    return tensor.shape().subList(0, axes).stream().reduce(1L, Math::multiplyExact);
  }

  /** Which matricization, and what was left out. */
  public String text() {
    Set<String> layouts = new LinkedHashSet<>();
    tensors.forEach(tensor -> layouts.add(tensor.layout().text()));
    String matrices = "tensors as matrices " + String.join(" or ", layouts);
    if (leftOut.isEmpty()) {
      return matrices;
    }
    return matrices + "; left out: " + LeftOut.text(leftOut);
  }

  private static String reason(WeightTensor tensor) {
    if (tensor.role() == Role.BUFFER) {
      return "not trained";
    }
    if (tensor.size() == 0) {
      return "empty";
    }
    return switch (tensor.shape().size()) {
      case 0 -> "a single number";
      case 1 -> tensor.role() == Role.BIAS ? "biases" : "one axis only";
      default ->
          switch (tensor.role()) {
            case WEIGHT, EMBEDDING -> "";
            case BIAS -> "biases";
            case NORMALIZATION -> "normalization";
            case BUFFER -> "not trained";
          };
    };
  }
}
