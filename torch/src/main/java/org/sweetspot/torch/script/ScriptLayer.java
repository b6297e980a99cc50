package org.sweetspot.torch.script;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.recipe.Activation;
import org.sweetspot.torch.model.Layer;
import org.sweetspot.torch.model.Layers;

/** Reads one operator of a scripted module's graph as one of our layers. */
final class ScriptLayer {
  /** Functions of one argument, each number by itself, that can be differentiated twice. */
  private static final Map<String, UnaryOperator<Tensor>> PLAIN =
      Map.of(
          "sigmoid", torch::sigmoid,
          "log_sigmoid", torch::log_sigmoid,
          "silu", torch::silu,
          "relu6", torch::relu6,
          "selu", torch::selu,
          "mish", torch::mish,
          "hardswish", torch::hardswish,
          "hardsigmoid", torch::hardsigmoid,
          "neg", torch::neg,
          "square", torch::square);

  /** The same numbers in one row for each example, which is checked afterwards. */
  private static final Set<String> ROWS = Set.of("flatten", "view", "reshape");

  /** Other views of the same numbers. */
  private static final Set<String> AXES = Set.of("squeeze", "unsqueeze");

  private ScriptLayer() {}

  /** Whether what comes out may lie in the memory of what went in. */
  static boolean shares(String kind) {
    String name = name(kind);
    return ROWS.contains(name) || AXES.contains(name) || name.equals("dropout");
  }

  /**
   * The layer.
   *
   * @throws UnrecognizedException if it is none of ours
   */
  static Layer read(ScriptArguments of) throws UnrecognizedException {
    String name = name(of.kind());
    if (ROWS.contains(name)) {
      return Layers.flatten();
    } else if (PLAIN.containsKey(name)) {
      return Layers.operation(name, PLAIN.get(name));
    }
    Optional<Layer> arithmetic = ScriptArithmetic.read(name, of);
    if (arithmetic.isPresent()) {
      return arithmetic.get();
    }
    return switch (name) {
      case "linear" -> Layers.dense(of.trained(1), of.trainedOrNone(2));
      case "conv1d" -> convolution(of, 1);
      case "conv2d" -> convolution(of, 2);
      case "embedding" -> embedding(of);
      case "batch_norm" -> batchNormalization(of);
      case "group_norm" -> groupNormalization(of, Math.toIntExact(of.integer(1)));
      case "layer_norm" -> groupNormalization(of, 1);
      case "relu" -> Layers.nonlinearity(Activation.RELU);
      case "tanh" -> Layers.nonlinearity(Activation.TANH);
      case "gelu" -> gelu(of);
      case "leaky_relu" -> {
        double slope = of.number(1);
        yield Layers.operation(name, x -> torch.leaky_relu(x, new Scalar(slope)));
      }
      case "elu" -> {
        double[] numbers = {of.number(1), of.number(2), of.number(3)};
        yield Layers.operation(
            name,
            x ->
                torch.elu(
                    x, new Scalar(numbers[0]), new Scalar(numbers[1]), new Scalar(numbers[2])));
      }
      case "softplus" -> {
        double sharpness = of.number(1);
        double linear = of.number(2);
        yield Layers.operation(
            name, x -> torch.softplus(x, new Scalar(sharpness), new Scalar(linear)));
      }
      case "hardtanh" -> {
        double low = of.number(1);
        double high = of.number(2);
        yield Layers.operation(name, x -> torch.hardtanh(x, new Scalar(low), new Scalar(high)));
      }
      case "squeeze" -> {
        require(of, of.node().inputs().size() == 2, "all axes");
        long axis = of.integer(1);
        yield Layers.operation(name, x -> x.squeeze(axis));
      }
      case "unsqueeze" -> {
        long axis = of.integer(1);
        yield Layers.operation(name, x -> x.unsqueeze(axis));
      }
      case "max_pool1d" -> maxPooling(of, 1);
      case "max_pool2d" -> maxPooling(of, 2);
      case "avg_pool2d" -> meanPooling(of);
      case "adaptive_avg_pool1d" -> {
        long[] sides = of.integers(1);
        yield Layers.operation(name, x -> torch.adaptive_avg_pool1d(x, sides));
      }
      case "adaptive_avg_pool2d" -> {
        long[] sides = of.integers(1);
        yield Layers.operation(name, x -> torch.adaptive_avg_pool2d(x, sides));
      }
      case "mean" -> mean(of);
      case "log_softmax" -> {
        require(of, of.isNone(2), "a type of its own");
        long axis = of.integer(1);
        yield Layers.operation(name, x -> torch.log_softmax(x, axis, new ScalarTypeOptional()));
      }
      default -> throw new UnrecognizedException(of.kind());
    };
  }

  private static Layer convolution(ScriptArguments of, int sides) throws UnrecognizedException {
    List<Long> shape = of.shape(1);
    List<Long> kernel = shape.subList(2, shape.size());
    List<Long> stride = of.sides(3, sides);
    List<Long> dilation = of.sides(5, sides);
    int groups = Math.toIntExact(of.integer(6));
    if (!of.isText(4)) {
      List<Long> margin = of.sides(4, sides);
      boolean plain =
          groups == 1
              && dilation.stream().allMatch(side -> side == 1)
              && List.of(kernel, stride, margin).stream()
                  .allMatch(list -> list.stream().distinct().count() == 1);
      if (!plain) {
        return Layers.convolution(
            of.trained(1), of.trainedOrNone(2), kernel, stride, margin, dilation, groups);
      }
    }
    require(of, of.same(of.integers(5)) == 1, "dilation and a margin in words");
    require(of, groups == 1, "groups and a margin in words");
    int side = of.same(kernel.stream().mapToLong(Long::longValue).toArray());
    int step = of.same(of.integers(3));
    return Layers.convolution(
        of.trained(1), of.trainedOrNone(2), sides, side, step, margin(of, side, step));
  }

  private static int margin(ScriptArguments of, int kernel, int stride)
      throws UnrecognizedException {
    if (!of.isText(4)) {
      return of.same(of.integers(4));
    } else if (of.text(4).equals("\"valid\"")) {
      return 0;
    }
    require(of, kernel % 2 == 1 && stride == 1, "uneven margins");
    return kernel / 2;
  }

  private static Layer embedding(ScriptArguments of) throws UnrecognizedException {
    require(of, !of.flag(3), "gradients scaled by frequency");
    // Gradients of a padding token's row are left out; the comparison of derivatives would differ.
    require(of, of.integer(2) < 0, "a padding token");
    return Layers.embedding(of.trained(0), of.shape(0).get(0));
  }

  private static Layer batchNormalization(ScriptArguments of) throws UnrecognizedException {
    require(of, of.followsTraining(5), "statistics that do not follow training");
    if (of.isNone(1) && of.isNone(2)) {
      return Layers.standardization(of.kept(3), of.kept(4), of.number(7));
    }
    // While training the module itself is asked: its momentum is of no concern here.
    return Layers.batchNormalization(
        of.trained(1), of.trained(2), of.kept(3), of.kept(4), of.number(7));
  }

  private static Layer groupNormalization(ScriptArguments of, int groups)
      throws UnrecognizedException {
    double epsilon = of.number(4);
    if (of.isNone(2) && of.isNone(3)) {
      return Layers.operation(
          "group_norm",
          x ->
              torch.group_norm(
                  x, groups, new TensorOptional(), new TensorOptional(), epsilon, true));
    }
    return Layers.groupNormalization(of.trained(2), of.trained(3), groups, epsilon);
  }

  private static Layer gelu(ScriptArguments of) throws UnrecognizedException {
    require(of, of.text(1).equals("\"none\""), "an approximation");
    return Layers.nonlinearity(Activation.GELU);
  }

  private static Layer maxPooling(ScriptArguments of, int sides) throws UnrecognizedException {
    long[] cell = of.integers(1);
    long[] given = of.integers(2);
    long[] stride = given.length == 0 ? cell : given;
    long[] margin = of.integers(3);
    long[] dilation = of.integers(4);
    boolean ceil = of.flag(5);
    boolean plain =
        Arrays.equals(stride, cell)
            && Arrays.stream(cell).distinct().count() == 1
            && Arrays.stream(margin).allMatch(side -> side == 0)
            && Arrays.stream(dilation).allMatch(side -> side == 1)
            && !ceil;
    if (plain) {
      return Layers.maxPooling(sides, of.same(cell));
    }
    return Layers.operation(
        name(of.kind()),
        x ->
            sides == 1
                ? torch.max_pool1d(x, cell, stride, margin, dilation, ceil)
                : torch.max_pool2d(x, cell, stride, margin, dilation, ceil));
  }

  private static Layer meanPooling(ScriptArguments of) throws UnrecognizedException {
    long[] cell = of.integers(1);
    long[] given = of.integers(2);
    long[] stride = given.length == 0 ? cell : given;
    long[] margin = of.integers(3);
    boolean ceil = of.flag(4);
    boolean counted = of.flag(5);
    require(of, of.isNone(6), "a divisor");
    return Layers.operation(
        "avg_pool2d",
        x -> torch.avg_pool2d(x, cell, stride, margin, ceil, counted, new LongOptional()));
  }

  private static Layer mean(ScriptArguments of) throws UnrecognizedException {
    long[] axes = of.integers(1);
    boolean kept = of.flag(2);
    require(of, of.isNone(3), "a type of its own");
    require(of, axes.length > 0, "all axes");
    return Layers.operation("mean", x -> torch.mean(x, axes, kept, new ScalarTypeOptional()));
  }

  private static void require(ScriptArguments of, boolean met, String otherwise)
      throws UnrecognizedException {
    if (!met) {
      throw of.unrecognized(otherwise);
    }
  }

  /** Without the library's name and the mark of writing in place. */
  private static String name(String kind) {
    String plain = kind.startsWith("aten::") ? kind.substring(6) : kind;
    return plain.endsWith("_") ? plain.substring(0, plain.length() - 1) : plain;
  }
}
