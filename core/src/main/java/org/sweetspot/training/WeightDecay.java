package org.sweetspot.training;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** Weight decay on weights and embeddings alone: one pass over the vector, or none. */
final class WeightDecay implements AutoCloseable {
  private final double factor;
  // A group's own factor where decay acts, zero elsewhere; null where it acts on every entry alike
  // or on none.
  private final @Nullable ParameterVector mask;
  private final boolean acts;

  WeightDecay(double factor, ParameterSpace space) {
    this(factor, space, Collections.nCopies(space.groups().size(), 1.0));
  }

  /**
   * Decay beside a rule whose rate has a factor for each group of the space: coupled decay, which
   * the rule takes for a part of the gradient, has its inverse.
   */
  static WeightDecay beside(
      List<Double> rates, double factor, boolean decoupled, ParameterSpace space) {
    return decoupled
        ? new WeightDecay(factor, space)
        : new WeightDecay(factor, space, rates.stream().map(rate -> 1 / rate).toList());
  }

  /** The same with a further factor for each group of the space, in its order. */
  WeightDecay(double factor, ParameterSpace space, List<Double> own) {
    List<ParameterGroup> groups = space.groups();
    List<Double> factors =
        IntStream.range(0, groups.size())
            .mapToObj(i -> decays(groups.get(i)) ? own.get(i) : 0.0)
            .toList();
    this.factor = factor;
    this.acts = factor > 0 && factors.stream().anyMatch(each -> each != 0);
    this.mask =
        acts && factors.stream().anyMatch(each -> each != 1)
            ? GroupFactors.vector(space, factors)
            : null;
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
}
