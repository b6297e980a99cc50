package org.sweetspot.generalization.bound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The worst gap over all networks that a training visited, from how stable that set is and how many
 * balls cover it. Cut the sample into blocks of J. Where a block is replaced, the set moves by the
 * distance b at most, and then does not depend on the old block: over N balls of radius e the mean
 * largest gap on that block is at most 2 e + sqrt(ln N/(2 J)). Both ends of the move cost b, and
 * the mean over blocks is the gap on the sample: E sup (risk - training risk) is at most 2 b + 2 e
 * + sqrt(ln N/(2 J)). No mutual information is left out, but b is the mean over samples of a
 * supremum over all examples, which retrainings estimate on held-out ones: a conditional bound.
 *
 * <p>Source: the idea of Tuci et al. 2025, arXiv 2507.06775; this form derived here.
 */
public final class RandomSetBound implements BoundRule {
  /** Of this rule, in lists. */
  public static final String ID = "random-set-stability";

  private static final BoundCard CARD =
      new BoundCard(
          ID,
          "stability of the visited set and balls that cover it",
          BoundKind.CONDITIONAL,
          "the largest gap, over the networks that the training visited, of the mean of 1 -"
              + " p(label); mean over samples",
          "the largest such gap on examples that no training saw",
          "2 b + 2 e + sqrt(ln N/(2 J)): b by retraining with J examples replaced, N balls of"
              + " radius e",
          List.of(BoundCard.INDEPENDENT, "losses between 0 and 1"),
          "the supremum over all examples and the mean over samples: a few retrainings estimate"
              + " both on held-out examples",
          "Tuci et al. 2025, arXiv 2507.06775; this form derived here");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return evidence
        .find(RandomSetStability.class)
        .map(set -> (BoundAnswer) of(set))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    CARD,
                    "trainings with examples replaced",
                    "certify a run of a classifier, with --retrain N"));
  }

  private static Bound of(RandomSetStability set) {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("distance", set.distance());
    terms.put("distanceError", set.error());
    terms.put("radius", set.radius());
    terms.put("balls", (double) set.balls());
    terms.put("states", (double) set.states());
    terms.put("replaced", (double) set.replaced());
    terms.put("examples", (double) set.examples());
    terms.put("retrainings", (double) set.retrainings());
    return new Bound(CARD, set.bound(), Confidence.NONE, 1, terms);
  }
}
