package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * The mean of the weights over the last quarter of the training, which takes the noise of single
 * steps out without another step.
 */
public final class WeightAverage implements Correction {
  @Override
  public Card card() {
    return new Card(
        "weight-average",
        "weight averaging",
        "The mean of the weights of the last quarter is what is used.",
        "the budget, the data or the rate changes and nothing is averaged yet",
        "none but one vector of weights; trying: one training a seed",
        "Kept on examples/control/budget.yaml: +1.2 points (0.5 to 2.0) of"
            + " validation accuracy on top of a smaller batch; no effect on"
            + " examples/control/data.yaml under a cosine schedule (0.0).",
        "Polyak and Juditsky 1992; Izmailov et al., UAI 2018");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BUDGET, Aspect.DATA, Aspect.RATE);
  }

  @Override
  public Stage stage() {
    return Stage.AVERAGING;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    if (current.training().averaging().kind() != AveragingRecipe.Kind.NONE
        || situation.fewerSteps() <= 1) {
      return List.of();
    }
    AveragingRecipe mean = new AveragingRecipe(AveragingRecipe.Kind.MEAN, KEPT, START);
    return List.of(
        new Proposal(
            "weight averaging",
            "the mean of the weights of the last quarter takes out the noise of single steps",
            current.withTraining(current.training().withAveraging(mean))));
  }

  /** The default of the exponential average, unused by the mean. */
  private static final double KEPT = 0.999;

  private static final double START = 0.75;
}
