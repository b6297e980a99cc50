package org.sweetspot.torch.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;

/** A bound network whose layers can be watched: one that is made of our layers. */
public interface Tappable {
  /** Outputs for inputs, noting what each layer with parameters saw. */
  Tapped tapped(Tensor input, Mode mode);

  /**
   * Outputs, and what led to them.
   *
   * @param outputs of the network
   * @param taps of each layer with parameters, in the order of the pass
   */
  record Tapped(Tensor outputs, List<Pass.Tap> taps) {
    /** Whether each layer's gradients are whole: no parameter is used by two of them. */
    public boolean eachParameterOnce() {
      Set<Integer> seen = new HashSet<>();
      return taps.stream().flatMap(tap -> tap.layer().parameters().stream()).allMatch(seen::add);
    }
  }
}
