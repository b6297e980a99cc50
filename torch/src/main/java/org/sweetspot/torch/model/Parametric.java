package org.sweetspot.torch.model;

import java.util.List;
import java.util.function.Function;
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
   * The same for several deltas of one input, which share what the input alone decides.
   *
   * @return from delta to gradients; valid as long as the scope it was made in
   */
  default Function<Tensor, List<Tensor>> exampleGradients(Tensor input) {
    return delta -> exampleGradients(input, delta);
  }

  /**
   * Squared norm of each example's gradient with respect to each of {@link #parameters()}, added up
   * in double precision; that of an outer product needs no gradient: ||d x'||^2 = ||d||^2 ||x||^2.
   *
   * @param input as the layer saw it, examples first
   * @return from delta to one tensor of numbers for each parameter; valid as long as the scope it
   *     was made in
   */
  default Function<Tensor, List<Tensor>> squaredNorms(Tensor input) {
    if (isOuterProduct() && input.dim() == 2) {
      Tensor inputs = Squares.ofEach(input);
      return delta -> {
        Tensor deltas = Squares.ofEach(delta);
        Tensor products = deltas.mul(inputs);
        return parameters().size() > 1 ? List.of(products, deltas) : List.of(products);
      };
    }
    Function<Tensor, List<Tensor>> gradients = exampleGradients(input);
    return delta -> gradients.apply(delta).stream().map(Squares::ofEach).toList();
  }
}
