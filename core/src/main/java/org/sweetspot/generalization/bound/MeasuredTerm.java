package org.sweetspot.generalization.bound;

import java.util.List;
import java.util.Map;

/**
 * The part of a published bound that can be computed: a number of the trajectory or of its noise.
 * What is left out, usually the dependence of the trajectory on the sample, has no estimate, so
 * that nothing is guaranteed; the number is shown for studies.
 */
public final class MeasuredTerm implements BoundRule {
  private static final String INFORMATION =
      "the mutual information between the sample and the trajectory";

  /** The terms there are. */
  static final List<BoundRule> SHIPPED =
      List.of(
          term(
              "ph-dimension",
              "persistent-homology dimension of the trajectory",
              "sqrt((d ln(n) + I)/n) up to constants, d the dimension",
              INFORMATION,
              "Birdal, Lou, Guibas and Simsekli 2021, NeurIPS; against it Tan et al."
                  + " 2024, arXiv 2406.02234"),
          term(
              "lifetime-sums",
              "alpha-weighted lifetime sum of the trajectory",
              "sqrt((ln(1 + K E_alpha) + I)/n) up to constants",
              INFORMATION,
              "Andreeva, Dupuis, Sarkar, Birdal and Simsekli 2024, NeurIPS"),
          term(
              "positive-magnitude",
              "positive magnitude of the trajectory",
              "sqrt((ln PMag(s) + I)/n) up to constants, s = sqrt(n)",
              INFORMATION,
              "Andreeva, Dupuis, Sarkar, Birdal and Simsekli 2024, NeurIPS"),
          term(
              "sharpness-dimension",
              "sharpness dimension of the attractor",
              "sqrt((d ln(n) + I)/n) up to constants, d the Kaplan-Yorke dimension",
              INFORMATION,
              "Tuci et al. 2026, arXiv 2604.19740"),
          term(
              "trajectory-tail-index",
              "tail index of the trajectory",
              "sqrt((alpha ln(n) + I)/n) up to constants, alpha bounds the Hausdorff dimension",
              "the Hausdorff dimension's constants, and the dependence of the trajectory on the"
                  + " sample",
              "Simsekli, Sener, Deligiannidis and Erdogdu 2020, NeurIPS"));

  private final BoundCard card;

  private MeasuredTerm(BoundCard card) {
    this.card = card;
  }

  private static MeasuredTerm term(
      String measure, String title, String formula, String missing, String source) {
    return new MeasuredTerm(
        new BoundCard(
            measure,
            title,
            BoundKind.CORRELATE,
            "nothing by itself: a growing function of it and of the missing term bounds the gap",
            "the same number of other runs that differ in nothing else",
            formula,
            List.of("the bound's other terms are alike between the runs that are compared"),
            missing,
            source));
  }

  /** The measures whose numbers the terms are. */
  public static List<String> ids() {
    return SHIPPED.stream().map(rule -> rule.card().id()).toList();
  }

  @Override
  public BoundCard card() {
    return card;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    Double number =
        evidence
            .find(MeasuredNumbers.class)
            .map(numbers -> numbers.byMeasure().get(card.id()))
            .orElse(null);
    if (number == null || number.isNaN()) {
      return new BoundAnswer.Lacking(
          card, "the trajectory of the weights", "certify a run that kept snapshots");
    }
    return new Bound(
        card, number, Confidence.NONE, Double.POSITIVE_INFINITY, Map.of(card.id(), number));
  }
}
