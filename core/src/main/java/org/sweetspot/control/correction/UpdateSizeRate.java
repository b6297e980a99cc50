package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * The rate at which the new optimizer's updates are as large as the old one's. With g the root mean
 * square of an entry of a batch's gradient, root of ((|G|^2 + tr Sigma / B) / p) over the readings,
 * an SGD update has the size rate g / root of (1 - m^2) where noise dominates, one of Adam or
 * RMSProp rate times root of ((1 - b1) / (1 + b1)), since its entries are normalized. An estimate
 * of the order of the rate, not of its best value.
 */
public final class UpdateSizeRate implements Correction {
  @Override
  public Card card() {
    return new Card(
        "update-size-rate",
        "rate matched by the size of updates",
        "Rate at which the root mean square of an update equals the baseline's, from"
            + " the gradients read along it.",
        "the rule of the update changes between SGD and an adaptive one",
        "none; trying: one training a seed",
        "On examples/control/optimizer.yaml (SGD to AdamW at its usual rate,"
            + " digits, 10 seeds) +7.2 points (5.8 to 8.6) of validation accuracy without"
            + " any search; the best of a search is not distinguishable from it.",
        "Kingma and Ba 2015; Malladi et al., NeurIPS 2022");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.OPTIMIZER);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    OptimizerRecipe from = situation.change().baseline().training().optimizer();
    OptimizerRecipe to = current.training().optimizer();
    boolean sgd = from instanceof OptimizerRecipe.Sgd;
    if (sgd == to instanceof OptimizerRecipe.Sgd) {
      return List.of();
    }
    double batch = situation.change().baseline().training().batch();
    double squared =
        situation.readings().mean(point -> Math.max(0, point.signal()) + point.noise() / batch);
    double entry = Math.sqrt(squared / situation.readings().dimension());
    double old = from.rate() * size(from, entry);
    double rate = old / size(to, entry);
    if (!(rate > 0) || !Double.isFinite(rate) || Situation.near(rate, to.rate())) {
      return List.of();
    }
    double rounded = Double.parseDouble(Figures.three(rate));
    return List.of(
        new Proposal(
            "learning rate " + Figures.three(rounded) + " (size of updates)",
            "the baseline's updates have the root mean square "
                + Figures.three(old)
                + ", to which this rate brings the new ones; the rate of the change is "
                + Figures.three(to.rate()),
            current.withTraining(current.training().withOptimizer(to.withRate(rounded)))));
  }

  /** Root mean square of an update's entries at a rate of one, where noise dominates. */
  private static double size(OptimizerRecipe optimizer, double entry) {
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      return entry / Math.sqrt(1 - sgd.momentum() * sgd.momentum());
    } else if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      return Math.sqrt((1 - adam.beta1()) / (1 + adam.beta1()));
    }
    OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
    return 1 / Math.sqrt(1 - rms.momentum() * rms.momentum());
  }
}
