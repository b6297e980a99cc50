package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * The rate that does best in short pilots of one seed each: the rate of the change and factors of
 * three and ten around it, each for a fifth of the steps with its schedule compressed. Of pilots
 * that end alike the rate of the change counts. A short training favours higher rates than a long
 * one (fewer steps have the same way to go), which is why the pilot is proposed beside other rules
 * and not in their place.
 */
public final class RatePilot implements Correction {
  /** The share of the training that a pilot takes. */
  static final double SHARE = 0.2;

  private static final List<Double> FACTORS = List.of(1.0, 1 / 3.0, 3.0, 0.1, 10.0);

  @Override
  public Card card() {
    return new Card(
        "rate-pilot",
        "rate by a short pilot",
        "The best of the rate and of a third, a tenth, three and ten times it, in pilots of a"
            + " fifth of the steps with one seed.",
        "the optimizer changes",
        "none; trying: five pilots, together one training of one seed, and one training a seed",
        "Kept on examples/control/optimizer.yaml (SGD to AdamW, digits, 10 seeds): pilots of 76"
            + " steps name 0.01, the best rate of the whole search, +7.2 points (5.8 to 8.6) of"
            + " validation accuracy; the size of updates alone gives 7.2 too.",
        "Wen et al. 2025");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.OPTIMIZER);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    Change change = situation.change();
    if (!change.aspects().contains(Aspect.OPTIMIZER)) {
      return List.of();
    }
    long steps = Math.max(1, Math.round(SHARE * change.cost(current).steps()));
    double rate = current.training().optimizer().rate();
    double best = Double.NEGATIVE_INFINITY;
    for (double factor : FACTORS) {
      double tried = Figures.rounded(current.training().optimizer().rate() * factor, 3);
      double accuracy = situation.pilots().validation(change.over(current.withRate(tried), steps));
      if (accuracy > best) {
        best = accuracy;
        rate = tried;
      }
    }
    if (Situation.near(rate, current.training().optimizer().rate())) {
      return List.of();
    }
    return List.of(
        new Proposal(
            "learning rate " + Figures.three(rate) + " (pilot)",
            "the best of five rates in pilots of " + steps + " steps with one seed",
            current.withRate(rate)));
  }
}
