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

  @Override
  void close();
}
