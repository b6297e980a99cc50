package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * The rate at which the new optimizer's updates are as large as the old one's, in the root mean
 * square of an entry over all p weights. Of a batch's squared gradient |G|^2 is the steady signal
 * and tr Sigma / B the noise, both means over the readings; f = |G|^2 / (|G|^2 + tr Sigma / B). SGD
 * with momentum m moves an entry by rate times the root of (|G|^2 / (1 - m)^2 + tr Sigma / (B (1 -
 * m^2))) / p: signal adds up, noise as its square does. Adam's entries are normalized to one before
 * they are averaged: rate times the root of f + (1 - f) (1 - b1) / (1 + b1). RMSProp's likewise,
 * momentum counted as for SGD. An estimate of the order of the rate, not of its best value: signal
 * and noise differ between entries, and the schedule's moments are left out.
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
    double signal = situation.readings().mean(point -> Math.max(0, point.signal()));
    double noise = situation.readings().mean(point -> point.noise() / batch);
    double entries = situation.readings().dimension();
    double old = from.rate() * size(from, signal / entries, noise / entries);
    double rate = old / size(to, signal / entries, noise / entries);
    if (!(rate > 0) || !Double.isFinite(rate) || Situation.near(rate, to.rate())) {
      return List.of();
    }
    double rounded = Figures.rounded(rate, 3);
    return List.of(
        new Proposal(
            "learning rate " + Figures.three(rounded) + " (size of updates)",
            "the baseline's updates have the root mean square "
                + Figures.three(old)
                + ", to which this rate brings the new ones; the rate of the change is "
                + Figures.three(to.rate()),
            current.withRate(rounded)));
  }

  /** Root mean square of an update's entries at a rate of one. */
  private static double size(OptimizerRecipe optimizer, double signal, double noise) {
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      return withMomentum(sgd.momentum(), signal, noise);
    }
    double share = signal / (signal + noise);
    if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      return Math.sqrt(share + (1 - share) * (1 - adam.beta1()) / (1 + adam.beta1()));
    }
    OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
    return withMomentum(rms.momentum(), share, 1 - share);
  }

  private static double withMomentum(double momentum, double signal, double noise) {
    double kept = 1 - momentum;
    return Math.sqrt(signal / (kept * kept) + noise / (1 - momentum * momentum));
  }
}
