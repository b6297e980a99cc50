package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.ScheduleRecipe;

/**
 * A rate that falls to zero at the end of a shorter training: what a constant rate leaves as noise
 * is averaged away without more steps. Schedules in shares of the training are compressed with it
 * anyway.
 */
public final class Annealing implements Correction {
  @Override
  public Card card() {
    return new Card(
        "annealing",
        "annealed schedule",
        "Cosine from the rate to zero over the budget, warm-up kept.",
        "the schedule is constant and the budget changes",
        "none; trying: one training a seed",
        "Not kept anywhere so far: -1.1 points (-1.8 to -0.4) on"
            + " examples/control/budget.yaml, where the training is far from its end; not"
            + " significant on examples/control/batch-and-budget.yaml.",
        "Loshchilov and Hutter, ICLR 2017; Haegele et al. 2024");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BUDGET);
  }

  @Override
  public Stage stage() {
    return Stage.SCHEDULE;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    ScheduleRecipe schedule = current.training().schedule();
    boolean budget = situation.change().aspects().contains(Aspect.BUDGET);
    if (!budget || !(schedule instanceof ScheduleRecipe.Constant)) {
      return List.of();
    }
    return List.of(
        new Proposal(
            "cosine schedule",
            "a constant rate ends in the noise of its last steps; the same number of them can end"
                + " at a rate of zero",
            current.withTraining(
                current.training().withSchedule(new ScheduleRecipe.Cosine(0, schedule.warmUp())))));
  }
}
