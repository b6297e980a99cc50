package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tensor.Squares;

/** A layer with parameters, which can tell the examples' gradients apart. */
public interface Parametric {
  /** Indices of the layer's parameters. */
  List<Integer> parameters();

  /**
   * Each example's gradient with respect to each of {@link #parameters()}, in that order, from the
   * layer's input and the loss's derivative with respect to its output.
   *
   * @param input as the layer saw it, examples first
   * @param delta of the outputs' shape: derivative of the sum of the examples' losses
   * @return tensors of shape examples x entries
   */
  List<Tensor> exampleGradients(Tensor input, Tensor delta);

  /**
   * Whether, for an input of one row an example, the first parameter's gradient is the outer
   * product of delta and input, and the second's, if there is one, delta itself.
   */
  default boolean isOuterProduct() {
    return false;
  }

  /**
   * Squared norm of each example's gradient with respect to all of {@link #parameters()}, added up
   * in double precision; that of an outer product needs no gradient: ||d x'||^2 = ||d||^2 ||x||^2.
   *
   * @param input as the layer saw it, examples first
   * @param delta of the outputs' shape
   * @return one number for each example
   */
  default Tensor squaredNorms(Tensor input, Tensor delta) {
    if (isOuterProduct() && input.dim() == 2) {
      Tensor inputs = Squares.ofEach(input);
      if (parameters().size() > 1) {
        inputs.add_(new Scalar(1));
      }
      return inputs.mul_(Squares.ofEach(delta));
    }
    return exampleGradients(input, delta).stream()
        .map(Squares::ofEach)
        .reduce(Tensor::add_)
        .orElseThrow(() -> new IllegalStateException("a layer without parameters"));
  }
}
