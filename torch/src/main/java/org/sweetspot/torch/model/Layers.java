package org.sweetspot.torch.model;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.recipe.Activation;

/**
 * The layers that there are, for who builds a network elsewhere. Parameters and buffers are named
 * by their indices; a bias of -1 is none.
 */
public final class Layers {
  private Layers() {}

  /**
   * What a convolution does, whatever its numbers.
   *
   * @param weight index of its kernels
   * @param stride between two places
   * @param margin zeros on each side
   */
  public record Kernel(int weight, int stride, int margin) {}

  /** Layers one after another. */
  public static Layer sequence(List<Layer> layers) {
    return new Sequence(layers);
  }

  /** The sum of what two ways make of one value. */
  public static Layer branches(List<Layer> path, List<Layer> shortcut) {
    return new Branches(new Sequence(path), new Sequence(shortcut));
  }

  /** All numbers of an example in one row. */
  public static Layer flatten() {
    return new Flatten();
  }

  /** A function without parameters, by its name. */
  public static Layer operation(String name, UnaryOperator<Tensor> function) {
    return new Operation(name, function);
  }

  /** A function of a value and a buffer. */
  public static Layer byBuffer(String name, int buffer, BinaryOperator<Tensor> function) {
    return new ByBuffer(name, buffer, function);
  }

  /** An activation. */
  public static Layer nonlinearity(Activation kind) {
    return new Nonlinearity(kind);
  }

  /** A fully connected layer. */
  public static Layer dense(int weight, int bias) {
    return new Dense(weight, bias);
  }

  /** A square convolution in one or two dimensions. */
  public static Layer convolution(
      int weight, int bias, int sides, int kernel, int stride, int margin) {
    return new Convolution(weight, bias, sides, kernel, stride, margin);
  }

  /** Any convolution in one or two dimensions. */
  public static Layer convolution(
      int weight,
      int bias,
      List<Long> kernel,
      List<Long> stride,
      List<Long> margin,
      List<Long> dilation,
      int groups) {
    return new GeneralConvolution(weight, bias, kernel, stride, margin, dilation, groups);
  }

  /** What a layer does, if it is a square convolution. */
  public static Optional<Kernel> kernel(Parametric layer) {
    return layer instanceof Convolution square
        ? Optional.of(new Kernel(square.weight(), square.stride(), square.margin()))
        : Optional.empty();
  }

  /** The maximum over cells without overlap. */
  public static Layer maxPooling(int sides, int pool) {
    return new MaxPooling(sides, pool);
  }

  /** A table of vectors for tokens. */
  public static Layer embedding(int table, long rows) {
    return new TokenEmbedding(table, rows);
  }

  /** Batch normalization with a scale and a shift, whose running statistics stay as they are. */
  public static Layer batchNormalization(
      int scale, int shift, int mean, int variance, double epsilon) {
    return new BatchNormalization(scale, shift, mean, variance, 0, 0, epsilon);
  }

  /** Batch normalization without scale and shift. */
  public static Layer standardization(int mean, int variance, double epsilon) {
    return new Standardization(mean, variance, epsilon);
  }

  /** Normalization over groups of channels. */
  public static Layer groupNormalization(int scale, int shift, int groups, double epsilon) {
    return new GroupNormalization(scale, shift, groups, epsilon);
  }
}
