package org.sweetspot.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** Weight decay on weights and embeddings alone: one pass over the vector, or none. */
final class WeightDecay implements AutoCloseable {
  private final double factor;
  // One where decay acts, zero elsewhere; null where it acts on every entry or on none.
  private final @Nullable ParameterVector mask;
  private final boolean acts;

  WeightDecay(double factor, ParameterSpace space) {
    List<ParameterGroup> groups = space.groups();
    List<ParameterGroup> decaying = groups.stream().filter(WeightDecay::decays).toList();
    this.factor = factor;
    this.acts = factor > 0 && !decaying.isEmpty();
    this.mask = acts && decaying.size() < groups.size() ? mask(space, decaying) : null;
  }

  /** target := target + scale * factor * weights, where decay acts. */
  void add(double scale, ParameterVector weights, ParameterVector target) {
    if (!acts) {
      return;
    }
    if (mask == null) {
      target.add(scale * factor, weights);
    } else {
      target.addProduct(scale * factor, mask, weights);
    }
  }

  /** weights := (1 - rate * factor) weights, where decay acts. */
  void shrink(double rate, ParameterVector weights) {
    if (!acts) {
      return;
    }
    if (mask == null) {
      weights.scale(1 - rate * factor);
    } else {
      weights.addProduct(-rate * factor, mask, weights);
    }
  }

  @Override
  public void close() {
    if (mask != null) {
      mask.close();
    }
  }

  private static boolean decays(ParameterGroup group) {
    return group.role() == Role.WEIGHT || group.role() == Role.EMBEDDING;
  }

  private static ParameterVector mask(ParameterSpace space, List<ParameterGroup> decaying) {
    double[] entries = new double[Math.toIntExact(space.dimension())];
    for (ParameterGroup group : decaying) {
      int from = (int) group.offset();
      java.util.Arrays.fill(entries, from, from + (int) group.size(), 1);
    }
    return space.zero().set(entries);
  }
}
