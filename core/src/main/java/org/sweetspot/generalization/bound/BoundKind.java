package org.sweetspot.generalization.bound;

import java.util.Locale;

/** What a number that speaks of unseen data is worth. */
public enum BoundKind {
  /** Every term is computed; it holds with its stated confidence under its stated assumptions. */
  CERTIFIED,
  /** A term is left out that cannot be computed; the card names it. */
  CONDITIONAL,
  /** Goes along with generalization, guarantees nothing. */
  CORRELATE;

  /** The word for it in results. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
