package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;

/** A layer whose first and second derivatives can be taken layer by layer. */
interface Linearizable extends Layer {
  /** Whether this is so for all the layers inside. */
  default boolean isLinearizable() {
    return true;
  }

  /**
   * Whether {@link #linearize} can be asked for the sake of one gradient, with no product after it:
   * more layers can, since libtorch differentiates once what it is slow to differentiate twice.
   */
  default boolean isLinearizableOnce() {
    return isLinearizable();
  }

  /** Whether the outputs depend on weights even where the inputs do not. */
  default boolean hasParameters() {
    return true;
  }

  /**
   * Whether the layer may be applied to numbers in 16 bits: it computes nothing that they could not
   * hold, or sees to its inputs' type itself.
   */
  default boolean takesNarrow() {
    return false;
  }

  /**
   * Applies the layer; called without libtorch's recording.
   *
   * @param moving whether the input depends on weights
   * @param kept receives what products need
   */
  Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept);

  /** Whether a layer and all inside it can be asked for one gradient. */
  static boolean isOnce(Layer layer) {
    return layer instanceof Linearizable linearizable && linearizable.isLinearizableOnce();
  }

  /** Whether a layer and all inside it is linearizable. */
  static boolean is(Layer layer) {
    return layer instanceof Linearizable linearizable && linearizable.isLinearizable();
  }
}
