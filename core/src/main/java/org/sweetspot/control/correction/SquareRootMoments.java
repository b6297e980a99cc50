package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * The whole square-root rule of adaptive optimizers: with kappa the ratio of the batches, rate
 * times root of kappa, 1 - b1 and 1 - b2 times kappa, epsilon over root of kappa, under which the
 * path approaches the same stochastic differential equation (Malladi et al., NeurIPS 2022).
 */
public final class SquareRootMoments implements Correction {
  @Override
  public Card card() {
    return new Card(
        "square-root-moments",
        "square-root rule with its moments",
        "Rate times root of kappa, 1 - beta1 and 1 - beta2 times kappa, epsilon over"
            + " root of kappa.",
        "the batch of AdamW changes and kappa (1 - beta1) stays below 1",
        "none; trying: one training a seed",
        "Not tried on a shipped example yet: none of them changes the batch of an"
            + " adaptive optimizer.",
        "Malladi et al., NeurIPS 2022");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BATCH);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    double kappa = situation.kappa();
    if (!(current.training().optimizer() instanceof OptimizerRecipe.AdamW adam)
        || kappa == 1
        || kappa * (1 - adam.beta1()) >= 1) {
      return List.of();
    }
    double rate = Figures.rounded(adam.rate() * Math.sqrt(kappa), 4);
    double beta1 = 1 - kappa * (1 - adam.beta1());
    double beta2 = Math.max(0, 1 - kappa * (1 - adam.beta2()));
    OptimizerRecipe scaled =
        new OptimizerRecipe.AdamW(
            rate,
            Figures.rounded(beta1, 6),
            Figures.rounded(beta2, 6),
            adam.epsilon() / Math.sqrt(kappa),
            adam.weightDecay(),
            adam.decoupled());
    return List.of(
        new Proposal(
            "learning rate " + Figures.digits(rate, 4) + " with its moments (square root)",
            "beta1 "
                + Figures.digits(beta1, 4)
                + " and beta2 "
                + Figures.digits(beta2, 4)
                + " average over as many examples as before",
            current.withOptimizer(scaled)));
  }
}
