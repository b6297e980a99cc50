package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.delay.StaleSteps;
import org.sweetspot.recipe.Delays;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * A rate that is stable with stale gradients at the typical curvature of the baseline, with its
 * momentum and without.
 */
public final class DelayStableRate implements Correction {
  /** Of the largest stable rate, as a share. */
  private static final double MOST = 0.9;

  @Override
  public Card card() {
    return new Card(
        "delay-stable-rate",
        "rate that is stable with stale gradients",
        "Nine tenths of the largest stable rate at the baseline's typical curvature, with"
            + " the momentum as it is and without momentum, then no more than the rate over one"
            + " minus the momentum; and half of the latter.",
        "gradients are stale and the rule is SGD",
        "none; trying: one training a seed each",
        "On examples/control/staleness.yaml (digits, gradients of 8 updates ago, 10 seeds) the"
            + " change costs 83.4 points; +79.2 points (77.8 to 80.6) of validation accuracy"
            + " without momentum, +78.8 (77.4 to 80.2) with it, 95% of the gap won back (94% to"
            + " 96%).",
        "Giladi et al., ICLR 2020");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.STALENESS);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    int delay = current.training().staleness();
    double curvature = situation.readings().typicalCurvature();
    if (delay == 0
        || !(curvature > 0)
        || !(current.training().optimizer() instanceof OptimizerRecipe.Sgd sgd)) {
      return List.of();
    }
    List<Proposal> proposals = new ArrayList<>();
    double kept = MOST * StaleSteps.of(current.training(), sgd.momentum()).largestRate(curvature);
    if (sgd.momentum() > 0 && kept < sgd.rate()) {
      proposals.add(proposal(current, sgd, sgd.momentum(), kept, curvature));
    }
    double most = MOST * StaleSteps.of(current.training(), 0).largestRate(curvature);
    double plain = Math.min(sgd.rate() / (1 - sgd.momentum()), most);
    for (double rate : new double[] {plain, plain / 2}) {
      if (sgd.momentum() > 0 || rate < sgd.rate()) {
        proposals.add(proposal(current, sgd, 0, rate, curvature));
      }
    }
    return List.copyOf(proposals);
  }

  private static Proposal proposal(
      Recipe current, OptimizerRecipe.Sgd sgd, double momentum, double exact, double curvature) {
    double rate = Figures.rounded(exact, 3);
    var optimizer =
        new OptimizerRecipe.Sgd(
            rate, momentum, sgd.nesterov() && momentum > 0, sgd.weightDecay(), sgd.decoupled());
    double limit = StaleSteps.of(current.training(), momentum).largestRate(curvature);
    return new Proposal(
        "learning rate " + Figures.three(rate) + ", momentum " + Figures.three(momentum),
        "with gradients of "
            + current.training().staleness()
            + (current.training().delays() == Delays.CONSTANT
                ? " updates ago"
                : " updates ago on average, at random,")
            + " the largest stable rate is "
            + Figures.three(limit)
            + " at the typical curvature "
            + Figures.three(curvature),
        current.withTraining(current.training().withOptimizer(optimizer)));
  }
}
