package org.sweetspot.generalization.bound;

import java.util.List;
import java.util.Map;

/**
 * Uniform stability of stochastic gradient descent on a convex loss: one example replaced moves the
 * expected loss by at most 2 L^2 / n times the sum of the rates, which bounds the mean gap of the
 * loss. It holds for the mean over samples and orders, with no confidence, so it is conditional.
 * Source: Hardt, Recht and Singer 2016, ICML, theorem 3.8. Refused where the loss is not convex or
 * a rate is above 2 over the smoothness; vacuous for most trainings.
 */
public final class StabilityBound implements BoundRule {
  private static final BoundCard CARD =
      new BoundCard(
          "uniform-stability",
          "uniform stability of plain SGD",
          BoundKind.CONDITIONAL,
          "test loss less training loss, mean over samples and orders",
          "the mean gap of the loss over repeated trainings on fresh samples",
          "(2 L^2/n) sum of the rates",
          List.of(
              BoundCard.INDEPENDENT,
              "the loss is convex in the weights and L-Lipschitz, rates are at most 2/smoothness"),
          "a confidence: it holds on average only",
          "Hardt, Recht and Singer 2016, ICML, theorem 3.8");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return evidence
        .find(StableTraining.class)
        .map(StabilityBound::of)
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    CARD,
                    "plain SGD at a constant rate, without momentum and decay",
                    "certify such a run of a linear model"));
  }

  private static BoundAnswer of(StableTraining training) {
    if (!training.convex()) {
      return new BoundAnswer.Refused(
          CARD,
          "the loss is not convex in the weights, and without convexity the bound grows with"
              + " training faster than the sum of the rates",
          "it applies to linear models");
    }
    if (training.largestRate() > 2 / training.smoothness()) {
      return new BoundAnswer.Refused(
          CARD,
          "the largest rate "
              + training.largestRate()
              + " is above 2 over the smoothness "
              + training.smoothness(),
          "train with a rate of at most " + 2 / training.smoothness());
    }
    double slope = training.lipschitz();
    return new Bound(
        CARD,
        2 * slope * slope * training.rates() / training.examples(),
        Confidence.NONE,
        Double.POSITIVE_INFINITY,
        Map.of(
            "lipschitz",
            slope,
            "rates",
            training.rates(),
            "examples",
            (double) training.examples()));
  }
}
