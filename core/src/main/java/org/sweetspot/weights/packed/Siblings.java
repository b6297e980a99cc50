package org.sweetspot.weights.packed;

import java.util.Optional;
import org.sweetspot.format.StoredTensor;

/** The tensors of the same model, by name. */
@FunctionalInterface
public interface Siblings {
  /** The tensor of that name. */
  Optional<StoredTensor> find(String name);
}
