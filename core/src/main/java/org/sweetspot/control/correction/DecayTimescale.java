package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.EffectiveRate;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * Weight decay at which the weights forget as slowly as under the baseline, counted in passes over
 * the data: decay / (effective rate) times the ratio of steps in a pass. For another optimizer, for
 * another batch of an adaptive one (B / (rate decay n) held), and for another rate.
 */
public final class DecayTimescale implements Correction {
  @Override
  public Card card() {
    return new Card(
        "decay-timescale",
        "timescale of weight decay",
        "Decay so that 1 / (effective rate x decay), in passes over the data, is the"
            + " baseline's.",
        "the baseline decays its weights, and the optimizer changes or the batch of an"
            + " adaptive one",
        "none; trying: one training a seed",
        "Kept on examples/control/optimizer.yaml: +0.2 points (0.1 to 0.3) of"
            + " validation accuracy.",
        "Wang and Aitchison 2024; Loshchilov and Hutter, ICLR 2019");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.OPTIMIZER, Aspect.BATCH);
  }

  @Override
  public Stage stage() {
    return Stage.REGULARIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    Change change = situation.change();
    OptimizerRecipe from = change.baseline().training().optimizer();
    OptimizerRecipe to = current.training().optimizer();
    boolean adaptive = !(to instanceof OptimizerRecipe.Sgd);
    boolean rule = change.aspects().contains(Aspect.OPTIMIZER);
    if (from.weightDecay() == 0 || !(rule || adaptive)) {
      return List.of();
    }
    double steps = change.perEpoch(change.baseline()) / change.perEpoch(current);
    double wanted = from.weightDecay() * EffectiveRate.of(from) / EffectiveRate.of(to) * steps;
    if (Situation.near(wanted, Math.max(to.weightDecay(), Double.MIN_NORMAL))) {
      return List.of();
    }
    double decay = Figures.rounded(wanted, 3);
    return List.of(
        new Proposal(
            "weight decay " + Figures.three(decay),
            "weights forget over as many passes of the data as under the baseline",
            current.withOptimizer(to.withWeightDecay(decay))));
  }
}
