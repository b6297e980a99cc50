package org.sweetspot.problem;

import java.util.List;
import org.sweetspot.precision.Operands;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;

/** A problem whose layers' products can be computed with quantized operands. */
public interface QuantizedGradients {
  /**
   * Products of activations with each other whose operands are quantized too, by the names by which
   * they are kept as they are: attention's scores and what they weigh. None of most problems.
   */
  default List<String> attention() {
    return List.of();
  }

  /**
   * Mean loss over the batch, and what backpropagation gives, with the products' operands
   * quantized.
   *
   * @param operands which, and how
   * @param draws for stochastic rounding, a word for each tensor
   * @param into receives the gradient; its old entries are ignored
   * @return the loss of the quantized network. Cost: one gradient and the quantization.
   */
  double gradient(
      Batch batch, Mode mode, Operands operands, RandomStream draws, ParameterVector into);
}
