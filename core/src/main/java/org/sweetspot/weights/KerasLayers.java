package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.FileContents.Place;

/**
 * What the tensors of Keras files are for. Keras 2 names them; Keras 3 numbers those of a layer in
 * the order in which the layer makes them, so that a layer's kind and shapes must tell.
 */
final class KerasLayers {
  private static final Pattern NUMBERED = Pattern.compile("(.*)/vars/(\\d{1,6})");
  private static final String STATISTICS = "running statistics of a normalization";

  /** The shapes of each layer's numbered tensors. */
  private final Map<String, TreeMap<Integer, List<Long>>> layers = new HashMap<>();

  private KerasLayers(List<StoredTensor> tensors) {
    for (StoredTensor tensor : tensors) {
      Matcher parts = NUMBERED.matcher(tensor.name());
      if (parts.matches()) {
        layers
            .computeIfAbsent(parts.group(1), layer -> new TreeMap<>())
            .put(Integer.parseInt(parts.group(2)), tensor.shape());
      }
    }
  }

  static KerasLayers of(List<StoredTensor> tensors) {
    return new KerasLayers(tensors);
  }

  Place place(String name, StoredTensor tensor) {
    String low = name.toLowerCase(Locale.ROOT);
    if (low.matches("(.*/)?_?(compile_|loss_)?(metrics|tracker).*")) {
      return Place.out("state of a metric");
    }
    Matcher parts = NUMBERED.matcher(name);
    TreeMap<Integer, List<Long>> layer =
        parts.matches() ? layers.getOrDefault(parts.group(1), new TreeMap<>()) : new TreeMap<>();
    int index = layer.isEmpty() ? -1 : Integer.parseInt(parts.group(2));
    if (index >= 0 && isStatistic(parts.group(1).toLowerCase(Locale.ROOT), layer, index)) {
      return Place.out(STATISTICS);
    }
    if (low.matches("(.*/)?spectral_normalization(_\\d+)?/vars/0")
        && tensor
            .shape()
            .equals(layers.getOrDefault(parts.group(1) + "/layer", new TreeMap<>()).get(0))) {
      return Place.out("tied: counted once, with the layer inside");
    }
    if (low.contains("spectral_normalization") && isVector(tensor.shape())) {
      return Place.out("vector of a spectral normalization");
    }
    Role role =
        index >= 1 && offset(layer, index) ? Role.BIAS : TensorNames.role(name, tensor.shape());
    if (role == Role.BUFFER) {
      return Place.out(TensorNames.bufferReason(name));
    }
    return Place.of(role, TensorNames.keras(name, tensor.shape(), role));
  }

  private static boolean isVector(List<Long> shape) {
    return shape.size() == 2 && shape.contains(1L);
  }

  /** Of (gamma, beta, mean, variance) the last two, whichever of the first there are. */
  private static boolean isStatistic(String layer, Map<Integer, List<Long>> shapes, int index) {
    String last = layer.substring(layer.lastIndexOf('/') + 1);
    List<List<Long>> all = new ArrayList<>(shapes.values());
    if (last.matches("normalization(_\\d+)?")) {
      return true;
    }
    boolean called = last.matches("(.*_)?(batch_?norm(alization)?|bn)(\\d*)(_.*)?");
    // No other layer has three or four vectors of one length and nothing else.
    boolean vectors = all.size() >= 3 && all.size() <= 4;
    for (List<Long> shape : all) {
      vectors &= shape.size() == 1 && shape.equals(all.get(0));
    }
    return (called || vectors) && index >= all.size() - 2;
  }

  /** A tensor after the kernel whose shape is the end of the kernel's. */
  private static boolean offset(Map<Integer, List<Long>> shapes, int index) {
    List<Long> kernel = shapes.getOrDefault(0, List.of());
    List<Long> shape = shapes.getOrDefault(index, List.of());
    int more = kernel.size() - shape.size();
    if (shape.isEmpty() || more < 1) {
      return false;
    }
    boolean end = kernel.subList(more, kernel.size()).equals(shape);
    boolean outputs =
        shape.size() == 1
            && kernel.size() >= 3
            && (shape.get(0).equals(kernel.get(kernel.size() - 2))
                || shape.get(0) == kernel.get(kernel.size() - 2) * kernel.get(kernel.size() - 1));
    return end || outputs || TensorNames.recurrentOffset("/cell/vars/" + index);
  }
}
