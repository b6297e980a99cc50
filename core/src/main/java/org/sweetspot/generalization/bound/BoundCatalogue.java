package org.sweetspot.generalization.bound;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules there are.
 *
 * @param rules in the order in which they are shown
 */
public record BoundCatalogue(List<BoundRule> rules) {
  /** What ships with the program. */
  public static final BoundCatalogue SHIPPED =
      new BoundCatalogue(
          Stream.concat(
                  Stream.of(
                      new BinomialTail(),
                      new TestChernoff(),
                      new TestBernstein(),
                      new TestHoeffding(),
                      new PacBayesBound(PacBayesForm.KL),
                      new PacBayesBound(PacBayesForm.QUADRATIC),
                      new PacBayesBound(PacBayesForm.LAMBDA),
                      CompressionBound.subspace(),
                      CompressionBound.lowRank(),
                      new TokenBound(),
                      new LangevinBound(),
                      new StabilityBound(),
                      new RandomSetBound()),
                  MeasuredTerm.SHIPPED.stream())
              .toList());

  /** Copies the list; ids differ. */
  public BoundCatalogue {
    rules = List.copyOf(rules);
    List<String> ids = rules.stream().map(rule -> rule.card().id()).toList();
    if (ids.stream().distinct().count() < ids.size()) {
      throw new IllegalArgumentException(
          "bounds: expected an id of its own for each, got "
              + ids.stream().sorted().collect(Collectors.joining(", ")));
    }
  }

  /** What each rule says of the evidence, in this order. */
  public List<BoundAnswer> apply(Evidence evidence, double delta) {
    Confidence.requireDelta("delta", delta);
    return rules.stream().map(rule -> rule.apply(evidence, delta)).toList();
  }
}
