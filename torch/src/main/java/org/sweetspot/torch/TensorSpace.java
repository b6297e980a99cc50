package org.sweetspot.torch;

import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;

/** What a vector in a tensor knows of its space. */
public interface TensorSpace extends ParameterSpace {
  /** The device and precision of every vector. */
  Place place();

  /** The space of one group of this one, alone, at offset zero. */
  TensorSpace alone(ParameterGroup group);
}
