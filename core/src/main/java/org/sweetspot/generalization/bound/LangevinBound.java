package org.sweetspot.generalization.bound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gap of Langevin training, known before it begins and true at any time of it.
 *
 * <p>A Markov process with stationary law proportional to p0 exp(-beta L) that starts at p0 comes
 * ever closer to that law (the second law of thermodynamics): KL(p_t, p_inf) is at most KL(p0,
 * p_inf). Written out, KL(p_t, p0) is at most beta (E L(w_0) - E L(w_t)), so at most beta E L(w_0),
 * since L is not negative. Maurer's PAC-Bayes bound and Pinsker's inequality give sqrt((beta E
 * L(w_0) + ln(2 sqrt(N)/delta))/(2N)), with neither time nor dimension in it. Here E L(w_0) is the
 * mean over random starts plus three standard errors. Source: Harel et al. 2025, arXiv 2505.19087;
 * the constant re-derived as above. Fails for steps so long that the chain leaves the continuous
 * dynamics.
 */
public final class LangevinBound implements BoundRule {
  private static final double ERRORS = 3;

  private static final BoundCard CARD =
      new BoundCard(
          "langevin",
          "temperature certificate of Langevin training",
          BoundKind.CERTIFIED,
          "test error less training error, mean over starts and noise of the training",
          "the mean gap over repeated trainings; a single one scatters around it",
          "sqrt((beta E L(w_0) + ln(2 sqrt(N)/delta))/(2N))",
          List.of(
              BoundCard.INDEPENDENT,
              "starts are drawn from the prior that the weight decay belongs to",
              "steps are so short that neither their length nor the noise of the batches counts",
              "the mean loss at the start is at most the printed one, estimated from random"
                  + " starts"),
          "",
          "Harel et al. 2025, arXiv 2505.19087");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return evidence
        .find(LangevinTraining.class)
        .map(training -> of(training, delta))
        .orElseGet(
            () ->
                new BoundAnswer.Lacking(
                    CARD,
                    "a training by Langevin dynamics",
                    "train with gradient-noise: {kind: langevin, scale: T} and initialization:"
                        + " gaussian"));
  }

  private static BoundAnswer of(LangevinTraining training, double delta) {
    if (!training.mismatch().isEmpty()) {
      return new BoundAnswer.Refused(
          CARD,
          training.mismatch(),
          "train by plain sgd with gradient-noise kind langevin, from initialization kind"
              + " gaussian");
    }
    int n = training.examples();
    double loss = training.startLoss() + ERRORS * training.startLossError();
    double divergence = training.inverseTemperature() * loss;
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("inverseTemperature", training.inverseTemperature());
    terms.put("startLoss", loss);
    terms.put("examples", (double) n);
    return new Bound(
        CARD,
        Math.sqrt(PacBayesForm.complexity(divergence, n, delta) / 2),
        Confidence.of(delta, "the sample of examples"),
        1,
        terms);
  }
}
