package org.sweetspot.training;

import java.util.List;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * How far each parameter may be moved in proportion to its size: |w| + 0.01 for weights and
 * embeddings, 1 for all others, as the program of Kwon and others (2021) has it.
 */
final class RelativeScale implements AutoCloseable {
  private static final double OFFSET = 0.01;
  // Far below any weight, and above the smallest single-precision number.
  private static final double TINY = 1e-30;

  private final ParameterVector relative;
  private final ParameterVector constant;
  private final ParameterVector vector;

  RelativeScale(ParameterSpace space) {
    List<Boolean> scaled =
        space.groups().stream()
            .map(group -> group.role() == Role.WEIGHT || group.role() == Role.EMBEDDING)
            .toList();
    this.relative = GroupFactors.vector(space, scaled.stream().map(is -> is ? 1.0 : 0).toList());
    this.constant =
        GroupFactors.vector(space, scaled.stream().map(is -> is ? OFFSET : 1.0).toList());
    this.vector = space.zero();
  }

  /** Takes the scale at these weights. */
  void at(ParameterVector weights) {
    try (ParameterVector square = weights.copy()) {
      square.multiply(weights);
      // w^2 / |w|, since there is no absolute value among the operations of a vector.
      vector.scale(0).addRatio(1, square, 1, square, TINY).multiply(relative).add(1, constant);
    }
  }

  /** The scale last taken, live. */
  ParameterVector vector() {
    return vector;
  }

  @Override
  public void close() {
    relative.close();
    constant.close();
    vector.close();
  }
}
