package org.sweetspot.weights.packed;

import java.util.List;
import java.util.Set;
import org.sweetspot.format.ComputedTensor;

/**
 * A weight that was packed.
 *
 * @param name of the weight, such as a linear layer's "a.weight"
 * @param shape outputs x inputs for a linear layer
 * @param numbers what the network computes with
 * @param parts names of the tensors beside the packed one that it is made of
 * @param format in words
 */
public record Unpacked(
    String name,
    List<Long> shape,
    ComputedTensor.Computation numbers,
    Set<String> parts,
    String format) {
  /** Copies the lists. */
  public Unpacked {
    shape = List.copyOf(shape);
    parts = Set.copyOf(parts);
  }
}
