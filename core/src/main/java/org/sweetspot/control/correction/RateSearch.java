package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * Rates a factor of three and ten around that of the change: what nothing read along the baseline
 * predicts is searched.
 */
public final class RateSearch implements Correction {
  @Override
  public Card card() {
    return new Card(
        "rate-search",
        "search of the rate",
        "Rates times 1/10, 1/3, 3 and 10.",
        "the optimizer, the width, the depth or the normalization changes",
        "none; trying: four trainings a seed",
        "The best rate of examples/control/optimizer.yaml (96% of the gap won back, 93% to"
            + " 100%, with the decay of the baseline's timescale). On"
            + " examples/control/width.yaml ten times the rate gives +35.3 points (31.4 to 39.2),"
            + " not distinguishable from maximal-update parametrization.",
        "");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.OPTIMIZER, Aspect.WIDTH, Aspect.DEPTH, Aspect.NORMALIZATION);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    Set<Aspect> aspects = situation.change().aspects();
    if (aspects.stream().noneMatch(answers()::contains)) {
      return List.of();
    }
    OptimizerRecipe optimizer = current.training().optimizer();
    return FACTORS.stream()
        .map(factor -> Figures.rounded(optimizer.rate() * factor, 3))
        .map(
            rate ->
                new Proposal(
                    "learning rate " + Figures.three(rate) + " (search)",
                    "the best rate of another network or rule is not known beforehand",
                    current.withRate(rate)))
        .toList();
  }

  private static final List<Double> FACTORS = List.of(0.1, 1 / 3.0, 3.0, 10.0);
}
