package org.sweetspot.torch.script;

import java.util.Set;

/**
 * What is known of libtorch's operators as functions of their arguments, by their names in graphs.
 * An operator that is not named here is known only where nothing that is trained enters it.
 */
final class ScriptOperators {
  /** Piecewise linear in all tensor arguments together, the others fixed. */
  private static final Set<String> PIECEWISE_LINEAR =
      Set.of(
          // of one tensor
          "relu leaky_relu hardtanh relu6 threshold abs neg clamp clamp_min clamp_max",
          "max_pool1d max_pool2d max_pool3d adaptive_max_pool1d adaptive_max_pool2d",
          "max_pool1d_with_indices max_pool2d_with_indices max_pool3d_with_indices",
          "avg_pool1d avg_pool2d avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d",
          "adaptive_avg_pool3d mean sum max min amax amin",
          "upsample_nearest1d upsample_nearest2d upsample_bilinear2d upsample_linear1d",
          "pad constant_pad_nd reflection_pad1d reflection_pad2d replication_pad1d",
          "replication_pad2d pixel_shuffle channel_shuffle im2col",
          // of the same numbers in another place
          "view reshape flatten unflatten squeeze unsqueeze transpose permute t contiguous clone",
          "slice select narrow expand expand_as view_as reshape_as chunk split unbind index_select",
          "flip roll repeat movedim swapaxes unfold to type_as float double __getitem__",
          "relu_ leaky_relu_ hardtanh_ alias",
          // of several tensors
          "add sub rsub cat stack maximum minimum embedding");

  /** Linear in each tensor argument, the others fixed. */
  private static final Set<String> PRODUCTS =
      Set.of(
          "mul matmul mm bmm mv linear addmm baddbmm prelu batch_norm",
          "conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d _convolution");

  /** Of a tensor's form and not its entries. */
  private static final Set<String> SHAPES =
      Set.of("size dim len numel is_floating_point stride zeros_like ones_like");

  /** Ways of graphs to group and pass on values. */
  private static final Set<String> PASSING =
      Set.of(
          "prim::ListConstruct prim::TupleConstruct prim::ListUnpack prim::TupleUnpack",
          "prim::TupleIndex prim::unchecked_cast prim::unchecked_unwrap_optional");

  private static final Set<String> FORMS =
      Set.of("prim::device prim::dtype prim::layout prim::is_cuda prim::shape");

  private ScriptOperators() {}

  static boolean isPiecewiseLinear(String kind) {
    return contains(PASSING, kind) || (isTensors(kind) && contains(PIECEWISE_LINEAR, name(kind)));
  }

  static boolean isProduct(String kind) {
    return isTensors(kind) && contains(PRODUCTS, name(kind));
  }

  static boolean isShape(String kind) {
    return contains(FORMS, kind) || (isTensors(kind) && contains(SHAPES, name(kind)));
  }

  /** Random zeros while training, and nothing otherwise: of a tensor, a rate, and whether. */
  static boolean isDropout(String kind) {
    return Set.of(
            "aten::dropout",
            "aten::dropout_",
            "aten::feature_dropout",
            "aten::alpha_dropout",
            "aten::feature_alpha_dropout")
        .contains(kind);
  }

  private static boolean isTensors(String kind) {
    return kind.startsWith("aten::");
  }

  private static String name(String kind) {
    return kind.substring(kind.indexOf(':') + 2);
  }

  private static boolean contains(Set<String> lines, String word) {
    return lines.stream().anyMatch(line -> Set.of(line.split(" ", -1)).contains(word));
  }
}
