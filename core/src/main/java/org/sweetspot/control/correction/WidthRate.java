package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * One rate for all layers at another width, w times the old one: rate / w and rate / root of w.
 * What {@link MaximalUpdateRates} does by layer lies between; nothing is proposed where the recipe
 * is in that parametrization already.
 */
public final class WidthRate implements Correction {
  @Override
  public Card card() {
    return new Card(
        "width-rate",
        "rate for another width",
        "Rate over the ratio of the widths, and over its root.",
        "every hidden width changes by one factor",
        "none; trying: one training a seed each",
        "On examples/control/width.yaml (digits, widths 128 to 16, AdamW, 10 seeds)"
            + " rate times 8 gives +35.2 points (31.4 to 39.0) of validation accuracy, not"
            + " distinguishable from maximal-update parametrization.",
        "Yang et al., NeurIPS 2021");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.WIDTH);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    double ratio = situation.change().widthRatio();
    boolean standard = current.model().parametrization() instanceof ParametrizationRecipe.Standard;
    if (!standard || Situation.near(ratio, 1)) {
      return List.of();
    }
    OptimizerRecipe optimizer = current.training().optimizer();
    return List.of(Math.sqrt(ratio), ratio).stream()
        .map(factor -> Figures.rounded(optimizer.rate() / factor, 3))
        .map(
            rate ->
                new Proposal(
                    "learning rate " + Figures.three(rate) + " (width)",
                    "layers " + Figures.three(ratio) + " times as wide move their outputs more",
                    current.withRate(rate)))
        .toList();
  }
}
