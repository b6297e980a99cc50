package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * Maximal-update parametrization with the baseline's width as its base: the baseline's rate, decay
 * and initial weights, with factors by layer that make each update move the outputs as much as the
 * baseline's; and the same at three times the rate, the next point of a grid, since networks of
 * small width are noisier than the limit that the factors are derived for.
 *
 * <p>Rates, decay and initial weights of single layers are one correction and not three: the
 * gradients that the rates' factors are derived for follow from the initial weights of the last
 * layer, and decay has the inverse factor of the rate.
 */
public final class MaximalUpdateRates implements Correction {
  private static final List<Double> FACTORS = List.of(1.0, 3.0);

  @Override
  public Card card() {
    return new Card(
        "maximal-update",
        "maximal-update parametrization",
        "Rate, decay and initial weights by layer, with the baseline's width as the base, at the"
            + " rate as it is and at three times it.",
        "every hidden width of an mlp, cnn, residual or audio network changes by one factor",
        "none; trying: two trainings a seed",
        "On examples/control/width.yaml (digits, widths 128 to 16, AdamW, 10 seeds) +36.5 points"
            + " (33.0 to 40.0) of validation accuracy at three times the rate, which is 97% of the"
            + " gap of the test accuracy (94% to 99%); +32.0 (29.0 to 35.1) at the rate itself,"
            + " which the best single rate for all layers beats (+35.3, 31.4 to 39.2).",
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
    ModelRecipe model = current.model();
    boolean standard = model.parametrization() instanceof ParametrizationRecipe.Standard;
    if (!standard || Situation.near(ratio, 1)) {
      return List.of();
    }
    int base = situation.change().baseline().model().widths().get(0);
    ModelRecipe maximal = model.withParametrization(new ParametrizationRecipe.MaximalUpdate(base));
    if (maximal.equals(model)) {
      return List.of();
    }
    return FACTORS.stream()
        .map(factor -> Figures.rounded(factor * current.training().optimizer().rate(), 4))
        .map(
            rate ->
                new Proposal(
                    "maximal-update parametrization, rate " + Figures.three(rate),
                    "rates and initial weights by layer for "
                        + Figures.three(ratio)
                        + " times the width "
                        + base,
                    current.withModel(maximal).withRate(rate)))
        .toList();
  }
}
