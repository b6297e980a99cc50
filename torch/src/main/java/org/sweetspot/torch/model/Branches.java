package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.SumRule;

/**
 * Two ways from one input, their outputs added.
 *
 * @param path one way
 * @param shortcut the other, which may be empty
 */
record Branches(Sequence path, Sequence shortcut) implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return path.forward(input, pass).add(shortcut.forward(input, pass));
  }

  @Override
  public boolean isLinearizable() {
    return path.isLinearizable() && shortcut.isLinearizable();
  }

  @Override
  public boolean isLinearizableOnce() {
    return path.isLinearizableOnce() && shortcut.isLinearizableOnce();
  }

  @Override
  public boolean hasParameters() {
    return path.hasParameters() || shortcut.hasParameters();
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return SumRule.of(
        path.linearize(input, moving, pass, kept), shortcut.linearize(input, moving, pass, kept));
  }
}
