package org.sweetspot.generalization.bound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The PAC-Bayes bound of a posterior over networks, its mean error estimated by Monte Carlo. With
 * probability at least 1 - delta over the sample and the draws, the error of a network drawn afresh
 * for every example is at most form(r', (KL + ln(2 sqrt(n)/d))/n), r' the upper bound of the
 * Monte-Carlo mean at d', d + d' = delta. Source: Langford and Caruana 2001; Perez-Ortiz et al.
 * 2021, JMLR 22, section 6. Refused where the prior saw the bound's examples.
 */
public final class PacBayesBound implements BoundRule {
  /** What the bound is of: not one single network. */
  public static final String MEAN_ERROR =
      "the probability that a network drawn from the posterior errs on a new example";

  private static final double FOR_DRAWS = 0.2;

  private final PacBayesForm form;
  private final BoundCard card;

  /** The bound in one of its forms. */
  public PacBayesBound(PacBayesForm form) {
    this.form = form;
    this.card =
        new BoundCard(
            "pac-bayes-" + form.id(),
            "PAC-Bayes bound of a trained Gaussian posterior, form " + form.id(),
            BoundKind.CERTIFIED,
            MEAN_ERROR,
            "the test error of networks drawn from the posterior, not of its mean",
            form.formula() + ", c = (KL + ln(2 sqrt(n)/delta))/n",
            List.of(BoundCard.INDEPENDENT, "the prior was chosen without the bound's examples"),
            "",
            form.source());
  }

  @Override
  public BoundCard card() {
    return card;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return evidence
        .find(PosteriorRisk.class)
        .map(risk -> of(risk, delta))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    card,
                    "a posterior over the weights",
                    "certify a run of a classifier without running statistics, with --train"));
  }

  private BoundAnswer of(PosteriorRisk risk, double delta) {
    if (risk.priorSawThem()) {
      return new BoundAnswer.Refused(
          card,
          "the prior saw the examples that the bound is about, so the divergence from it does not"
              + " count all that was learned from them",
          "split the data: one part for the prior, the other for the bound");
    }
    double forDraws = FOR_DRAWS * delta;
    double forSample = delta - forDraws;
    double mean = risk.meanErrorBound(forDraws);
    double complexity = PacBayesForm.complexity(risk.divergence(), risk.examples(), forSample);
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("meanError", risk.meanError());
    terms.put("meanErrorBound", mean);
    terms.put("divergence", risk.divergence());
    terms.put("examples", (double) risk.examples());
    terms.put("draws", (double) risk.draws());
    return Bound.ofError(
        card,
        form.value(mean, complexity),
        Confidence.of(forSample, "the sample of examples", forDraws, "the draws of networks"),
        terms);
  }
}
