package org.sweetspot.measure.profile;

import org.sweetspot.measure.Card;

/** Hears how far a profile is. */
@FunctionalInterface
public interface ProfileProgress {
  /** Hears nothing. */
  ProfileProgress SILENT = (card, share) -> {};

  /**
   * Called before each measure.
   *
   * @param card of the measure that comes next
   * @param share of the measures already done, 0 to 1
   */
  void measuring(Card card, double share);

  /**
   * Called where a measure failed for a reason of its own: to go on with the others, return; the
   * answer then has the status {@link org.sweetspot.measure.Status#FAILED}. Throws the cause unless
   * overridden.
   */
  default void failed(Card card, RuntimeException cause) {
    throw cause;
  }
}
