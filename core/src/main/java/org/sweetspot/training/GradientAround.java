package org.sweetspot.training;

import java.util.SortedMap;
import org.sweetspot.vector.ParameterVector;

/** A source of gradients that alters what another one gives, and has no state beside that one's. */
abstract class GradientAround implements GradientSource {
  /** The source inside. */
  protected final GradientSource inner;

  /**
   * Stands around another.
   *
   * @param inner closed with this one
   */
  GradientAround(GradientSource inner) {
    this.inner = inner;
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    return inner.vectors();
  }

  @Override
  public SortedMap<String, Double> numbers() {
    return inner.numbers();
  }

  @Override
  public void restore(SortedMap<String, Double> saved) {
    inner.restore(saved);
  }

  @Override
  public void close() {
    inner.close();
  }
}
