package org.sweetspot.data;

import java.security.MessageDigest;
import java.util.List;

/**
 * Numbers to be answered for each example: quantities (regression), probabilities of the classes,
 * or several labels that are 0 or 1. Which of these they are, the loss says.
 *
 * @param values examples x product of the shape, finite
 * @param shape of one example's target: empty for a single number
 */
public record RealTargets(Numbers values, List<Integer> shape) implements Targets {
  /** Copies the shape. */
  public RealTargets {
    shape = List.copyOf(shape);
  }

  @Override
  public int size() {
    return values.size();
  }

  /** Numbers along the last axis. */
  @Override
  public int outputs() {
    return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
  }

  @Override
  public void addTo(MessageDigest hash) {
    values.addTo(hash);
  }
}
