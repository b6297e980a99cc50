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
}
