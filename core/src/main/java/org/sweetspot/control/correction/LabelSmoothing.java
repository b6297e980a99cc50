package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * Label smoothing of a tenth for fewer data, which keeps a network that fits all of them from
 * growing ever more certain.
 */
public final class LabelSmoothing implements Correction {
  @Override
  public Card card() {
    return new Card(
        "label-smoothing",
        "label smoothing",
        "Targets of 0.9 + 0.1 / classes instead of one.",
        "there are fewer training examples and nothing is smoothed yet",
        "none; the loss no longer estimates log-likelihood; trying: one training a seed",
        "Kept on examples/control/data.yaml: +1.6 points (0.9 to 2.3) of validation"
            + " accuracy; with the steps held it wins back 16% of the gap (8% to 23%).",
        "Szegedy et al., CVPR 2016");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.DATA);
  }

  @Override
  public Stage stage() {
    return Stage.REGULARIZATION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    LossRecipe loss = current.loss();
    if (situation.fewerExamples() <= 1
        || loss.labelSmoothing() > 0
        || loss.kind() != LossRecipe.Kind.CROSS_ENTROPY) {
      return List.of();
    }
    return List.of(
        new Proposal(
            "label smoothing " + SMOOTHING,
            "fewer examples are fitted without error sooner; smoothed targets leave nothing to gain"
                + " by certainty beyond them",
            current.withLoss(
                new LossRecipe(loss.kind(), SMOOTHING, loss.classWeights(), loss.delta()))));
  }

  private static final double SMOOTHING = 0.1;
}
