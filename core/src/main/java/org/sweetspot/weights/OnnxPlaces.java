package org.sweetspot.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sweetspot.format.OnnxFile;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.FileContents.Place;

/** What a tensor of an ONNX model is for: the operator that computes with it says. */
final class OnnxPlaces {
  private static final Set<String> ARRANGING =
      Set.of(
          "Reshape",
          "Slice",
          "Expand",
          "Tile",
          "Pad",
          "Resize",
          "Upsample",
          "Clip",
          "Where",
          "Range",
          "TopK",
          "OneHot",
          "NonMaxSuppression",
          "Unsqueeze",
          "Squeeze",
          "Split",
          "If",
          "Loop",
          "Scan",
          "ConstantOfShape",
          "Equal",
          "Greater",
          "Less",
          "GreaterOrEqual",
          "LessOrEqual",
          "Max",
          "Min",
          "Pow",
          "Mod",
          "Dropout",
          "ScatterND",
          "ScatterElements",
          "RoiAlign",
          "STFT",
          "MelWeightMatrix");

  private static final Pattern TELLING =
      Pattern.compile("(.*[./])?(weight|bias|gamma|beta|alpha|scale|[wb]_\\d+)");

  private OnnxPlaces() {}

  static Place of(OnnxFile.Use use, StoredTensor tensor) {
    List<Long> shape = tensor.shape();
    if (TensorNames.role(tensor.name(), shape) == Role.BUFFER) {
      return Place.out(TensorNames.bufferReason(tensor.name()));
    }
    String operator = use.operator();
    int place = use.place();
    return switch (operator) {
      case "Conv", "FusedConv" -> convolution(use, 1, 2);
      case "ConvInteger" -> convolution(use, 1, -1);
      case "QLinearConv" -> convolution(use, 3, 8);
      case "ConvTranspose" ->
          place == 1 ? Place.of(Role.WEIGHT, Layout.IN_FIRST) : place == 2 ? bias() : input(use);
      case "Gemm" -> place == 2 ? bias() : dense(place == 1 ^ use.transposed(), shape);
      case "QGemm" ->
          place == 3 ? dense(!use.transposed(), shape) : place == 6 ? bias() : input(use);
      case "MatMul", "MatMulInteger", "FusedMatMul" -> dense(place == 1 ^ use.transposed(), shape);
      case "DynamicQuantizeMatMul", "MatMulIntegerToFloat" ->
          place == 1 ? dense(true, shape) : place >= 4 ? bias() : input(use);
      case "QLinearMatMul" -> place == 0 || place == 3 ? dense(place == 3, shape) : input(use);
      case "Attention" -> place == 1 ? dense(true, shape) : place == 2 ? bias() : input(use);
      case "Gather", "GatherElements", "GatherND", "EmbedLayerNormalization" ->
          shape.size() >= 2 ? Place.of(Role.WEIGHT, Layout.TABLE) : constant(operator);
      case "LSTM", "GRU", "RNN" -> recurrent(use, shape);
      case "DynamicQuantizeLSTM" ->
          use.place() == 1 || use.place() == 2 ? dense(true, shape) : recurrent(use, shape);
      case "BatchNormalization" ->
          place == 1
              ? scale()
              : place == 2 ? bias() : Place.out("running statistics of BatchNormalization");
      case "LayerNormalization",
          "SimplifiedLayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "RMSNormalization" ->
          place == 1 ? scale() : place == 2 ? bias() : input(use);
      case "SkipLayerNormalization" -> place == 2 ? scale() : place >= 3 ? bias() : input(use);
      case "PRelu" -> place == 1 ? scale() : input(use);
      case "DequantizeLinear", "QuantizeLinear" ->
          Place.out("scale of quantized weights or activations");
      case "MatMulNBits", "MatMulBnb4", "GatherBlockQuantized" ->
          place == 5 && operator.equals("MatMulNBits")
              ? bias()
              : Place.out("packed numbers of a few bits and their scales, which aren't read");
      case "Einsum" ->
          shape.size() >= 2 ? Place.of(Role.WEIGHT, Layout.OUT_LAST) : constant(operator);
      case "Add" -> broad(shape) ? added(tensor) : isCalled(tensor) ? bias() : constant(operator);
      case "Mul" ->
          broad(shape) ? multiplied(shape) : isCalled(tensor) ? scale() : constant(operator);
      case "Sub", "Div" -> constant(operator);
      default ->
          ARRANGING.contains(operator) || operator.matches("Q[A-Z].*|DynamicQuantize.*")
              ? input(use)
              : unknown(tensor);
    };
  }

  private static Place convolution(OnnxFile.Use use, int kernel, int bias) {
    if (use.place() == kernel) {
      return Place.of(Role.WEIGHT, Layout.OUT_FIRST);
    }
    return use.place() == bias ? bias() : input(use);
  }

  private static Place bias() {
    return Place.of(Role.BIAS, Layout.OUT_FIRST);
  }

  private static Place scale() {
    return Place.of(Role.NORMALIZATION, Layout.OUT_FIRST);
  }

  private static Place input(OnnxFile.Use use) {
    return Place.out("input of " + use.operator());
  }

  private static Place constant(String operator) {
    return Place.out("a constant of the graph, input of " + operator);
  }

  private static Place dense(boolean outLast, List<Long> shape) {
    if (shape.size() < 2) {
      return shape.isEmpty() ? constant("MatMul") : Place.of(Role.WEIGHT, Layout.OUT_FIRST);
    }
    return Place.of(Role.WEIGHT, outLast ? Layout.OUT_LAST : Layout.OUT_FIRST);
  }

  private static Place recurrent(OnnxFile.Use use, List<Long> shape) {
    return switch (use.place()) {
      case 1, 2 ->
          Place.of(Role.WEIGHT, shape.size() == 3 ? Layout.BY_DIRECTION : Layout.OUT_FIRST);
      case 3 -> bias();
      case 7 -> scale();
      default -> input(use);
    };
  }

  /** Single numbers are constants, unless they are called as parameters are. */
  private static boolean isCalled(StoredTensor tensor) {
    return TELLING.matcher(tensor.name().toLowerCase(Locale.ROOT)).matches();
  }

  /** More than one number. */
  private static boolean broad(List<Long> shape) {
    return shape.stream().anyMatch(extent -> extent > 1);
  }

  private static long axes(List<Long> shape) {
    return shape.stream().filter(extent -> extent > 1).count();
  }

  /** One axis is an offset; more are learned positions, or a mask, or a grid that is fixed. */
  private static Place added(StoredTensor tensor) {
    if (axes(tensor.shape()) == 1) {
      return bias();
    }
    return isMask(tensor)
        ? Place.out("a mask: at most two different numbers")
        : Place.of(Role.WEIGHT, Layout.TABLE);
  }

  private static boolean isMask(StoredTensor tensor) {
    try {
      return Arrays.stream(tensor.read()).distinct().limit(3).count() < 3;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken.getMessage(), broken);
    }
  }

  private static Place multiplied(List<Long> shape) {
    return axes(shape) == 1
        ? scale()
        : Place.out("a constant of the graph, input of Mul: more than one axis");
  }

  private static Place unknown(StoredTensor tensor) {
    Role role = TensorNames.role(tensor.name(), tensor.shape());
    return role == Role.BUFFER
        ? Place.out(TensorNames.bufferReason(tensor.name()))
        : Place.of(role, TensorNames.layout(tensor.name(), tensor.shape(), role));
  }
}
