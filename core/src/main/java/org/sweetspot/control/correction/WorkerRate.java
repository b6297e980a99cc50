package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.statistics.Figures;

/**
 * A rate that suits the part of a batch which each worker sees between two exchanges, and an outer
 * momentum that gives the speed back.
 */
public final class WorkerRate implements Correction {
  /** DiLoCo's outer rule. */
  private static final double OUTER_RATE = 0.7;

  private static final double OUTER_MOMENTUM = 0.9;

  @Override
  public Card card() {
    return new Card(
        "worker-rate",
        "rate for a worker's part of the batch",
        "Over the root of the number of workers, and over that number: each trains on so much"
            + " smaller a batch until weights are exchanged. Each with the plain mean and with"
            + " Nesterov's outer momentum of 0.9 at the outer rate 0.7; that also at the rate as"
            + " it is.",
        "workers train weights of their own",
        "none; trying: five trainings a seed",
        "On examples/control/local-sgd.yaml (digits, 8 workers with batches of 2, averaged after 32"
            + " updates, 10 seeds) the change costs 16.8 points (11.1 to 22.5); +16.0 points (10.0"
            + " to 21.9) of validation accuracy at the rate over the root of 8, 94% of the gap won"
            + " back (91% to 96%). The outer momentum at the rate as it is cost 23.8 points (17.3"
            + " to 30.3), and helped nowhere.",
        "Lin et al., ICLR 2020; Douillard et al., arXiv 2311.08105");
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
    if (!(current.training().workers() instanceof WorkersRecipe.Local local)
        || local.count() == 1) {
      return List.of();
    }
    WorkersRecipe.Local outer =
        new WorkersRecipe.Local(local.count(), local.period(), OUTER_RATE, OUTER_MOMENTUM, true);
    List<Proposal> proposals = new ArrayList<>();
    for (double power : new double[] {0, 0.5, 1}) {
      double factor = StrictMath.pow(local.count(), -power);
      double rate = Figures.rounded(factor * current.training().optimizer().rate(), 3);
      Recipe slower = power == 0 ? current : current.withRate(rate);
      String name = power == 0 ? "" : "rate " + Figures.three(rate);
      if (power > 0) {
        proposals.add(new Proposal(name, reason(situation, local), slower));
      }
      if (!local.equals(outer)) {
        proposals.add(
            new Proposal(
                name + (name.isEmpty() ? "" : ", ") + "outer momentum 0.9",
                reason(situation, local),
                slower.withTraining(slower.training().withWorkers(outer))));
      }
    }
    return List.copyOf(proposals);
  }

  private static String reason(Situation situation, WorkersRecipe.Local local) {
    return "between two exchanges each worker trains on a "
        + local.count()
        + "th of the batch of "
        + situation.change().batch();
  }
}
