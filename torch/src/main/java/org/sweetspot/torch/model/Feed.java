package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network is given for some examples: a tensor for each of its arguments, the first axis
 * counting examples.
 *
 * @param tensors at least one; one that is not defined stands for None
 */
public record Feed(List<Tensor> tensors) {
  /** Copies the list. */
  public Feed {
    tensors = List.copyOf(tensors);
  }

  /** A single input. */
  public static Feed of(Tensor only) {
    return new Feed(List.of(only));
  }

  /** The first input, which networks made of our layers take alone. */
  public Tensor first() {
    return tensors.get(0);
  }

  /** Some of the examples. */
  public Feed narrow(long from, long count) {
    return new Feed(
        tensors.stream()
            .map(tensor -> tensor.defined() ? tensor.narrow(0, from, count) : tensor)
            .toList());
  }
}
