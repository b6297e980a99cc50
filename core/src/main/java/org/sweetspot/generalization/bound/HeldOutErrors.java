package org.sweetspot.generalization.bound;

import java.util.Map;
import java.util.function.Function;

/**
 * Errors on examples that nothing about the network was chosen by: neither weights nor recipe nor
 * the moment to stop.
 *
 * @param errors how many were wrong
 * @param of how many were looked at
 */
public record HeldOutErrors(int errors, int of) {
  static final String SAMPLE = "the sample of held-out examples";

  /** Checks that it is a count. */
  public HeldOutErrors {
    if (of < 1 || errors < 0 || errors > of) {
      throw new IllegalArgumentException(
          "held-out errors: expected from 0 to as many as examples, of at least 1 example, got "
              + errors
              + " of "
              + of);
    }
  }

  /** The share of errors. */
  public double rate() {
    return (double) errors / of;
  }

  /** What a rule of the test set's counts says, or that there are none. */
  static BoundAnswer bound(
      BoundCard card, Evidence evidence, double delta, Function<HeldOutErrors, Double> value) {
    Confidence confidence = Confidence.of(delta, SAMPLE);
    return evidence
        .find(HeldOutErrors.class)
        .<BoundAnswer>map(
            held ->
                Bound.ofError(
                    card,
                    value.apply(held),
                    confidence,
                    Map.of("errors", (double) held.errors(), "examples", (double) held.of())))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    card,
                    "errors on held-out examples",
                    "give a test split, or --errors K --of N"));
  }
}
