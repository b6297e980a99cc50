package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.statistics.Figures;
import org.sweetspot.training.StepCount;
import org.sweetspot.training.WorkerLatencies;

/** As many more updates as make up for the examples that late workers were dropped with. */
public final class DroppedExamples implements Correction {
  @Override
  public Card card() {
    return new Card(
        "dropped-examples",
        "as many examples as without dropping",
        "Longer by one over the share of the work that comes in; with the faster updates that"
            + " takes less time than to wait for all.",
        "late work is dropped",
        "as many updates more",
        "No effect on examples/control/dropped-workers.yaml (digits, 8 workers, 10 seeds): +0.2"
            + " points (-0.2 to +0.5) of the 0.6 (0.2 to 0.9) that the change costs.",
        "Giladi et al., NeurIPS 2023");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.WORKERS);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    if (!(current.training().workers() instanceof WorkersRecipe.Dropping dropping)) {
      return List.of();
    }
    WorkerLatencies.Choice choice = new WorkerLatencies(dropping).chosen();
    long steps = StepCount.of(current.training(), situation.change().examples(current));
    long longer = Math.round(steps / choice.share());
    if (longer == steps || situation.cost() * choice.share() < 1) {
      return List.of();
    }
    return List.of(
        new Proposal(
            longer + " updates",
            Figures.three(100 * choice.share())
                + "% of the work comes in, at "
                + Figures.three(choice.speed())
                + " times the examples a second of waiting for all",
            situation.change().over(current, longer)));
  }
}
