package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * A higher learning rate for a training that makes fewer steps: a factor s fewer steps at the rate
 * times s cover the distance of the old ones, at the rate times root of s their spread. For SGD the
 * rate stays below the edge of stability at the baseline's typical curvature.
 */
public final class HigherRate implements Correction {
  @Override
  public Card card() {
    return new Card(
        "higher-rate",
        "higher learning rate",
        "Rate times the factor of missing steps and times its root, for SGD at most"
            + " nine tenths of the measured edge of stability.",
        "the budget makes fewer steps",
        "none; trying: one training a seed each",
        "On examples/control/budget.yaml (digits, a tenth of the epochs, 10 seeds)"
            + " +27.4 points (22.4 to 32.3) of validation accuracy at ten times the rate,"
            + " not distinguishable from a batch of 2; in"
            + " examples/control/batch-and-budget.yaml as good as the measured gain.",
        "Smith and Le, ICLR 2018; Cohen et al., ICLR 2021");
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
    List<Proposal> proposals = new ArrayList<>();
    double rate = current.training().optimizer().rate();
    double most = MOST * situation.headroom();
    for (double wanted : new double[] {Math.sqrt(missing), missing}) {
      double factor = Math.min(wanted, most);
      boolean known =
          proposals.stream()
              .anyMatch(
                  other ->
                      Situation.near(
                          other.corrected().training().optimizer().rate(), rate * factor));
      if (factor > 1 && !Situation.near(factor, 1) && !known) {
        proposals.add(proposal(situation, current, factor, factor < wanted));
      }
    }
    return List.copyOf(proposals);
  }

  private static Proposal proposal(
      Situation situation, Recipe current, double factor, boolean limited) {
    double old = current.training().optimizer().rate();
    double rate = Figures.rounded(old * factor, 4);
    return new Proposal(
        "learning rate " + Figures.digits(rate, 4),
        "rate x "
            + Figures.three(factor)
            + " for "
            + Figures.three(situation.fewerSteps())
            + " times fewer steps"
            + (limited ? ", held below the edge of stability that was measured" : ""),
        current.withRate(rate));
  }

  /** Of the largest stable rate, as a share. */
  private static final double MOST = 0.9;
}
