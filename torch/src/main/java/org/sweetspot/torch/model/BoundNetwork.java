package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;

/** A network over given numbers. */
public interface BoundNetwork extends AutoCloseable {
  /** The leaves of its graphs, one for each parameter, sharing the flat vector's memory. */
  List<Tensor> leaves();

  /**
   * Outputs for inputs; new tensors belong to the caller's scope.
   *
   * @param order the highest derivative that will be taken
   */
  Tensor forward(Tensor input, Mode mode, Order order);

  /**
   * The same for networks that may take several inputs.
   *
   * @param input one tensor for each argument
   */
  default Tensor forward(Feed input, Mode mode, Order order) {
    return forward(input.first(), mode, order);
  }

  @Override
  void close();
}
