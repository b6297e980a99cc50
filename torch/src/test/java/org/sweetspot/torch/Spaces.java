package org.sweetspot.torch;

import java.util.List;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;

/** Spaces for tests. */
final class Spaces {
  private Spaces() {}

  static TorchSpace flat(long size, Precision precision) {
    ParameterGroup group = new ParameterGroup("all", ParameterGroup.Role.WEIGHT, 0, List.of(size));
    return new TorchSpace(List.of(group), new Place(TestDevice.CHOSEN, precision));
  }
}
