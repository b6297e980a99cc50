package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;

/** A network over given numbers. */
public interface BoundNetwork extends AutoCloseable {
  /** The leaves of its graphs, one for each parameter, sharing the flat vector's memory. */
  List<Tensor> leaves();

  /** Outputs for inputs; new tensors belong to the caller's scope. */
  Tensor forward(Tensor input, Mode mode);

  /** Outputs for inputs, noting what each layer with parameters saw. */
  Tapped tapped(Tensor input, Mode mode);

  @Override
  void close();

  /**
   * Outputs, and what led to them.
   *
   * @param outputs of the network
   * @param taps of each layer with parameters, in the order of the pass
   */
  record Tapped(Tensor outputs, List<Pass.Tap> taps) {}
}
