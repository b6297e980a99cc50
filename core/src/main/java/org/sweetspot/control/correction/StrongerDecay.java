package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.EffectiveRate;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * Weight decay for fewer data: n / n' times the old one, so that the penalty has the same weight
 * beside n' examples as it had beside n; where there was none, the decay whose timescale 1 / (rate
 * decay) is one training.
 */
public final class StrongerDecay implements Correction {
  @Override
  public Card card() {
    return new Card(
        "stronger-decay",
        "weight decay",
        "Decay times old number of examples over new; without decay 1 / (rate steps),"
            + " momentum counted in.",
        "there are fewer training examples",
        "none; trying: one training a seed",
        "On examples/control/data.yaml (digits, 100 examples instead of 300, 10"
            + " seeds) +0.3 points (0.1 to 0.5) of validation accuracy, less than label"
            + " smoothing, which was kept instead.",
        "Krogh and Hertz 1991; Wang and Aitchison 2024");
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
    double ratio = situation.fewerExamples();
    if (ratio <= 1) {
      return List.of();
    }
    OptimizerRecipe optimizer = current.training().optimizer();
    double steps = situation.change().cost(current).steps();
    double wanted =
        optimizer.weightDecay() > 0
            ? optimizer.weightDecay() * ratio
            : 1 / (EffectiveRate.of(optimizer) * steps);
    double decay = Figures.rounded(wanted, 3);
    return List.of(
        new Proposal(
            "weight decay " + Figures.three(decay),
            optimizer.weightDecay() > 0
                ? Figures.three(ratio) + " times fewer examples let the data pull as much less"
                : "its timescale 1 / (rate decay) is the whole training",
            current.withOptimizer(optimizer.withWeightDecay(decay))));
  }
}
