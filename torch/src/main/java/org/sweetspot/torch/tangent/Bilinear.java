package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** A map z = B(x, W) + b that is linear in x and in W, with its transposes. */
interface Bilinear {
  /** B(x, W) + b. */
  Tensor apply(Tensor x, Tensor weight, TensorOptional offset);

  /** What x receives from a derivative at z: the transpose of B(., W). */
  Tensor ofInput(Tensor delta, Tensor weight);

  /** What W receives from a derivative at z: the transpose of B(x, .). */
  Tensor ofWeight(Tensor delta, Tensor x);

  /** What b receives. */
  Tensor ofOffset(Tensor delta);

  /**
   * The same map with weights and an offset of its own for each example: these, and what they
   * receive, have examples as their first axis.
   */
  Bilinear each();

  /** A tensor in the memory order in which this map is fast. */
  default Tensor arranged(Tensor tensor) {
    return tensor;
  }
}
