package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;

/** A bound network whose second derivatives can be taken layer by layer. */
public interface Tangential {
  /** Whether every layer can, as it is used in a mode. */
  boolean isTangential(Mode mode);

  /** Whether every layer can for one gradient alone, with no product after it. */
  boolean isTangentialOnce();

  /**
   * Applies the network; call it without libtorch's recording.
   *
   * @param kept receives what products need
   */
  Forward linearize(Tensor input, Mode mode, Kept kept);
}
