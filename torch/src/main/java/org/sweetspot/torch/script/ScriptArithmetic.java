package org.sweetspot.torch.script;

import java.util.Optional;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.model.Layer;
import org.sweetspot.torch.model.Layers;

/** Reads sums, differences, products and quotients of a value and a constant or a buffer. */
final class ScriptArithmetic {
  private ScriptArithmetic() {}

  /**
   * The layer; empty if the operator is none of these.
   *
   * @param name the operator's, without the library's and the mark of writing in place
   * @throws UnrecognizedException if the second operand is neither a constant nor a buffer
   */
  static Optional<Layer> read(String name, ScriptArguments of) throws UnrecognizedException {
    switch (name) {
      case "add", "sub", "rsub" -> {
        if (of.number(2) != 1) {
          throw of.unrecognized("a factor of its own");
        }
      }
      case "mul" -> {}
      case "div" -> {
        if (of.node().inputs().size() != 2) {
          throw of.unrecognized("rounding");
        }
      }
      default -> {
        return Optional.empty();
      }
    }
    if (of.isTensor(1)) {
      return Optional.of(Layers.byBuffer(name, of.kept(1), withTensor(name)));
    }
    double number = of.number(1);
    return Optional.of(Layers.operation(name, x -> withNumber(name, x, new Scalar(number))));
  }

  private static BinaryOperator<Tensor> withTensor(String name) {
    return switch (name) {
      case "add" -> Tensor::add;
      case "sub" -> Tensor::sub;
      case "rsub" -> (x, buffer) -> buffer.sub(x);
      case "mul" -> Tensor::mul;
      default -> Tensor::div;
    };
  }

  private static Tensor withNumber(String name, Tensor x, Scalar number) {
    return switch (name) {
      case "add" -> x.add(number);
      case "sub" -> x.sub(number);
      case "rsub" -> x.neg().add(number);
      case "mul" -> x.mul(number);
      default -> x.div(number);
    };
  }
}
