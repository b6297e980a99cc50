package org.sweetspot.generalization.bound;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A number about unseen data, with all that must be said beside it.
 *
 * @param card what it bounds, what it assumes
 * @param value the bound, or the correlate
 * @param confidence how its probability of failure is spent; nothing for what guarantees nothing
 * @param vacuous from which value on it says nothing: 1 for an error, infinite for what has no end
 * @param terms what it was computed from, by name
 */
public record Bound(
    BoundCard card, double value, Confidence confidence, double vacuous, Map<String, Double> terms)
    implements BoundAnswer {
  /** Copies the map; a bound is a number, and a certified one has paid for its confidence. */
  public Bound {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    if (Double.isNaN(value)
        || (card.kind() == BoundKind.CERTIFIED) == confidence.parts().isEmpty()) {
      throw new IllegalArgumentException(
          "bound "
              + card.id()
              + ": expected a number, and a confidence exactly where it is certified, got "
              + value
              + " and "
              + confidence.parts());
    }
  }

  /** Of an error rate. */
  public static Bound ofError(
      BoundCard card, double value, Confidence confidence, Map<String, Double> terms) {
    return new Bound(card, Math.min(1, value), confidence, 1, terms);
  }

  /** Whether it says less than nothing would: an error of at most 100%. */
  public boolean isVacuous() {
    return value >= vacuous;
  }
}
