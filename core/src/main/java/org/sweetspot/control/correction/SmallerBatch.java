package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * A smaller batch for a shorter training: as many examples in as many steps as the baseline makes.
 * The rate goes with the batch (SGD: as it is and linear; adaptive optimizers: as it is and by the
 * root).
 */
public final class SmallerBatch implements Correction {
  @Override
  public Card card() {
    return new Card(
        "smaller-batch",
        "smaller batch",
        "The batch divided by the factor of missing steps; the rate as it is and scaled"
            + " with the batch.",
        "the budget makes fewer steps and the batch is not the cause",
        "none in examples; more and smaller updates take longer on a device that a"
            + " batch fills",
        "Kept on examples/control/budget.yaml: batch 2 instead of 16 gives +29.1"
            + " points (26.2 to 32.0) of validation accuracy; with the rate scaled down"
            + " too there is no effect (-0.2).",
        "McCandlish et al. 2018");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BUDGET);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    double missing = situation.fewerSteps();
    int batch = (int) Math.max(1, Math.round(current.training().batch() / missing));
    boolean moved = situation.change().aspects().contains(Aspect.BATCH);
    if (missing < Situation.DISTINCT || batch == current.training().batch() || moved) {
      return List.of();
    }
    double ratio = (double) batch / current.training().batch();
    boolean gradient = situation.optimizer() instanceof OptimizerRecipe.Sgd;
    double scaled = gradient ? ratio : Math.sqrt(ratio);
    Recipe smaller = current.withTraining(current.training().withBatch(batch));
    double rate = current.training().optimizer().rate();
    double lower = Figures.rounded(rate * scaled, 4);
    return List.of(
        new Proposal("batch " + batch, reason(situation, current, batch), smaller),
        new Proposal(
            "batch " + batch + ", learning rate " + Figures.digits(lower, 4),
            reason(situation, current, batch)
                + (gradient ? "; the rate goes with the batch" : "; the rate goes with its root"),
            smaller.withRate(lower)));
  }

  private static String reason(Situation situation, Recipe current, int batch) {
    return "batches of "
        + batch
        + " instead of "
        + current.training().batch()
        + " make "
        + Figures.three(situation.fewerSteps())
        + " times as many steps of the same examples";
  }
}
