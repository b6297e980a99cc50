package org.sweetspot.generalization.bound;

import java.util.List;

/**
 * What a person must know of a rule before its number.
 *
 * @param id short name, in lower case with hyphens
 * @param title one line
 * @param kind what its number is worth
 * @param bounds the quantity that the number bounds
 * @param comparable what the number may be compared with
 * @param formula in plain characters
 * @param assumptions what must be true of data and training, each a clause
 * @param missing the term that cannot be computed; empty for a certified bound
 * @param source paper and section
 */
public record BoundCard(
    String id,
    String title,
    BoundKind kind,
    String bounds,
    String comparable,
    String formula,
    List<String> assumptions,
    String missing,
    String source) {
  /** The network's own error on new examples. */
  public static final String ERROR = "the probability that this network errs on a new example";

  /** Of the test error, where the bound is of the network's own error. */
  public static final String TEST_ERROR = "the test error of this network";

  /** What every bound asks of the data. */
  public static final String INDEPENDENT =
      "examples are independent draws from the distribution that new ones come from";

  /** Copies the list; a bound that is not certified names what is missing, and no other does. */
  public BoundCard {
    assumptions = List.copyOf(assumptions);
    if (assumptions.isEmpty() || (kind == BoundKind.CERTIFIED) != missing.isEmpty()) {
      throw new IllegalArgumentException(
          "card of the bound "
              + id
              + ": expected assumptions, and a missing term where it is not certified, got "
              + assumptions
              + " and '"
              + missing
              + "' for "
              + kind);
    }
  }
}
