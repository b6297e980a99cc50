package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * The other form of weight decay under AdamW's rule: decoupled decay takes rate times decay off
 * each weight, L2 adds decay times the weight to the gradient before it is normalized, so that
 * weights with large gradients decay less. Under SGD the two differ by how momentum adds up only,
 * and nothing is proposed.
 */
public final class DecayForm implements Correction {
  @Override
  public Card card() {
    return new Card(
        "decay-form",
        "form of weight decay",
        "Decay in the gradient (L2) instead of decoupled, or the reverse; its size as it is.",
        "the rule becomes Adam's, or its decay changes, and weights decay",
        "none; trying: one training a seed",
        "On examples/control/optimizer.yaml +0.2 points (0.0 to 0.3) of validation accuracy, not"
            + " distinguishable from the decay of the baseline's timescale, which was kept.",
        "Loshchilov and Hutter, ICLR 2019");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.OPTIMIZER, Aspect.DECAY);
  }

  @Override
  public Stage stage() {
    return Stage.REGULARIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    boolean answered = situation.change().aspects().stream().anyMatch(answers()::contains);
    if (!answered
        || !(current.training().optimizer() instanceof OptimizerRecipe.AdamW adam)
        || adam.weightDecay() == 0) {
      return List.of();
    }
    OptimizerRecipe other =
        new OptimizerRecipe.AdamW(
            adam.rate(),
            adam.beta1(),
            adam.beta2(),
            adam.epsilon(),
            adam.weightDecay(),
            !adam.decoupled());
    return List.of(
        new Proposal(
            adam.decoupled() ? "L2 weight decay" : "decoupled weight decay",
            adam.decoupled()
                ? "decay in the gradient is normalized with it: weights with large gradients decay"
                    + " less"
                : "decoupled decay shrinks all weights alike, whatever their gradients",
            current.withOptimizer(other)));
  }
}
