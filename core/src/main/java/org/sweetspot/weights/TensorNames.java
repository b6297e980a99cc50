package org.sweetspot.weights;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * What frameworks' names tell of a tensor, since files say no more than a name and a shape.
 * PyTorch, Hugging Face, Keras (2 and 3), Flax; a name that tells nothing is a weight, out first.
 */
final class TensorNames {
  private static final List<String> STATISTICS =
      List.of("running_mean", "running_var", "running_std", "moving_mean", "moving_variance");
  private static final List<String> BUFFERS =
      List.of(
          "num_batches_tracked",
          "position_ids",
          "inv_freq",
          "attn.masked_bias",
          "causal_mask",
          "attn_mask",
          "attention_mask",
          "relative_position_index",
          "relative_coords_table",
          "basis_buffer",
          "cos_cached",
          "sin_cached",
          "embed_avg");
  private static final Set<String> BUFFER_PARTS =
      Set.of(
          "mask",
          "masks",
          "freqs_cis",
          "freqs_cos",
          "freqs_sin",
          "window",
          "fb",
          "mel_basis",
          "forward_basis",
          "inverse_basis",
          "anchors",
          "anchor_grid",
          "cluster_size",
          "queue",
          "queue_ptr",
          "weight_u",
          "weight_mask",
          "bias_mask");
  private static final List<String> EMBEDDINGS = List.of("embed", "embd", "wte", "wpe");
  private static final List<String> HEADS = List.of("query", "key", "value");

  private TensorNames() {}

  /** What the entries are for. */
  static Role role(String name, List<Long> shape) {
    String low = plain(name);
    String last = last(low);
    if (isStatistic(low)
        || BUFFERS.stream().anyMatch(low::endsWith)
        || BUFFER_PARTS.contains(last)
        || triangle(last, shape)) {
      return Role.BUFFER;
    }
    if ((last.contains("bias") && !last.endsWith("weight")) || recurrentOffset(low)) {
      return Role.BIAS;
    }
    // Scales of normalizations and of weights may have further axes of length one.
    boolean vector = shape.size() >= 3 && shape.stream().filter(extent -> extent > 1).count() <= 1;
    if (shape.size() < 2 || vector) {
      return last.contains("beta") && shape.size() < 2 ? Role.BIAS : Role.NORMALIZATION;
    }
    if (shape.size() <= 3 && embedding(low)) {
      return Role.EMBEDDING;
    }
    return Role.WEIGHT;
  }

  /** Why a tensor of a buffer's name is left out. */
  static String bufferReason(String name) {
    return isStatistic(plain(name))
        ? "running statistics of a normalization"
        : "a buffer by its name, not trained";
  }

  /** In lower case, without the number of TensorFlow's outputs. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
  }

  private static boolean isStatistic(String low) {
    return STATISTICS.stream().anyMatch(low::endsWith) || segments(low).contains("batch_stats");
  }

  /** GPT-2 calls its mask of who sees whom "bias". */
  private static boolean triangle(String last, List<Long> shape) {
    return last.equals("bias")
        && shape.size() == 4
        && shape.get(0) == 1
        && shape.get(1) == 1
        && shape.get(2).equals(shape.get(3));
  }

  private static boolean embedding(String low) {
    String end =
        String.join(
            ".",
            segments(low).subList(Math.max(0, segments(low).size() - 3), segments(low).size()));
    return EMBEDDINGS.stream().anyMatch(end::contains) && !end.contains("proj");
  }

  /** Keras 3 numbers a recurrent layer's tensors: kernel, recurrent kernel, offsets. */
  static boolean recurrentOffset(String low) {
    return low.endsWith("cell/vars/2");
  }

  /** The layout of frameworks that keep outputs first, unless the name is of Keras or Flax. */
  static Layout layout(String name, List<Long> shape, Role role) {
    if (role == Role.EMBEDDING) {
      return Layout.TABLE;
    }
    String last = last(name.toLowerCase(Locale.ROOT));
    boolean kernel = last.endsWith("kernel") || last.endsWith("kernel:0");
    return kernel ? keras(name, shape, role) : Layout.OUT_FIRST;
  }

  /** The layout of Keras and TensorFlow. */
  static Layout keras(String name, List<Long> shape, Role role) {
    if (role == Role.EMBEDDING) {
      return Layout.TABLE;
    }
    String low = name.toLowerCase(Locale.ROOT);
    boolean separable = low.contains("separable") && low.endsWith("vars/0");
    if (shape.size() >= 3 && (low.contains("depthwise") || separable)) {
      return Layout.DEPTHWISE;
    }
    if (shape.size() >= 3 && low.contains("transpose")) {
      return Layout.IN_LAST;
    }
    List<String> segments = segments(low);
    boolean head =
        shape.size() == 3
            && segments.stream()
                .anyMatch(
                    part -> HEADS.contains(part) || HEADS.contains(part.replace("_dense", "")));
    return head ? Layout.IN_FIRST : Layout.OUT_LAST;
  }

  private static String last(String name) {
    List<String> segments = segments(name);
    return segments.get(segments.size() - 1);
  }

  static List<String> segments(String name) {
    return List.of(name.split("[./]", -1));
  }
}
