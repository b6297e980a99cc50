package org.sweetspot.control.correction;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.statistics.Figures;

/**
 * Learning rate and length of training, chosen together, since the best rate depends on how many
 * steps there are.
 *
 * <p>At the length of the changed recipe every rule that answers the batch ratio kappa is proposed:
 * linear kappa, square root sqrt(kappa), and the measured gain r. At the longest length that the
 * cost allows, L times the examples, a factor s / L of steps is still missing (s: how many times
 * fewer steps the change makes), and the same rules answer that: the rate as it is, sqrt(s / L), s
 * / L, and again r and sqrt(kappa). Where r says that a length between is enough, kappa / r times
 * the examples, that is proposed with r. Factors within 15% of each other count as one.
 *
 * <p>Adaptive optimizers get square roots only: their step does not grow with the gradient, so that
 * the noise of the step sets the rate (Malladi et al., NeurIPS 2022). Longer training: regime
 * adaptation, Hoffer et al., NeurIPS 2017.
 */
public final class RateAndLength implements Correction {

  @Override
  public Card card() {
    return new Card(
        "rate-and-length",
        "learning rate and length",
        "Rate times kappa, root of kappa or the measured gain; at the longest length"
            + " that the cost allows also the rate as it is and by the missing steps.",
        "the batch changes, or fewer data make fewer steps",
        "length: the share named beside it, at most control.cost; trying: one training"
            + " a seed each",
        "On examples/large-batch.yaml (digits, batch 4 to 64, 16 seeds) the linear rate"
            + " in missing steps with four times the examples wins back 84% (54% to 113%); the"
            + " root rule at no extra cost is not distinguishable from it; the linear and the"
            + " measured rate diverge there.",
        "Goyal et al. 2017; Hoffer et al., NeurIPS 2017; Johnson et al., ICML 2020;"
            + " Malladi et al., NeurIPS 2022");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BATCH, Aspect.DATA);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  /** A factor on the learning rate and the rule that it comes from. */
  private record Rate(double factor, String rule) {}

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    List<Proposal> proposals = new ArrayList<>();
    for (Rate rate : distinct(batchRules(situation))) {
      if (!Situation.near(rate.factor(), 1)) {
        proposals.add(proposal(situation, current, rate, 1));
      }
    }
    double longest = situation.longest();
    if (longest >= Situation.DISTINCT) {
      double enough = situation.fewerSteps() / situation.gain();
      boolean between =
          enough >= Situation.DISTINCT
              && enough * Situation.DISTINCT <= longest
              && situation.optimizer() instanceof OptimizerRecipe.Sgd;
      if (between) {
        proposals.add(
            proposal(
                situation,
                current,
                new Rate(situation.gain(), ScalingRule.NOISE_MEASURED.words()),
                enough));
      }
      for (Rate rate : distinct(longRules(situation, longest))) {
        proposals.add(proposal(situation, current, rate, longest));
      }
    }
    return List.copyOf(proposals);
  }

  private static List<Rate> batchRules(Situation situation) {
    List<Rate> rates = new ArrayList<>();
    for (ScalingRule rule : rules(situation)) {
      rates.add(new Rate(rule.factor(situation.kappa(), situation.gain()), rule.words()));
    }
    return rates;
  }

  private static List<Rate> longRules(Situation situation, double longest) {
    double missing = situation.fewerSteps() / longest;
    List<Rate> rates = new ArrayList<>();
    rates.add(new Rate(1, "as it is"));
    rates.add(new Rate(Math.sqrt(missing), "root of missing steps"));
    boolean gradient = situation.optimizer() instanceof OptimizerRecipe.Sgd;
    if (gradient) {
      rates.add(new Rate(missing, "linear in missing steps"));
    }
    rates.addAll(batchRules(situation));
    if (gradient) {
      // What the batch's own linear rule asks beyond the gain and the square root is noise only.
      double most = Situation.DISTINCT * Math.max(situation.gain(), Math.sqrt(situation.kappa()));
      rates.removeIf(rate -> rate.factor() > most);
    }
    return rates;
  }

  private static List<ScalingRule> rules(Situation situation) {
    if (Double.isNaN(situation.gain())) {
      return List.of(ScalingRule.SQUARE_ROOT, ScalingRule.LINEAR);
    }
    return situation.optimizer() instanceof OptimizerRecipe.Sgd
        ? List.of(ScalingRule.NOISE_MEASURED, ScalingRule.SQUARE_ROOT, ScalingRule.LINEAR)
        : List.of(ScalingRule.SQUARE_ROOT);
  }

  private static List<Rate> distinct(List<Rate> rates) {
    List<Rate> distinct = new ArrayList<>();
    for (Rate rate : rates) {
      if (distinct.stream().noneMatch(taken -> Situation.near(taken.factor(), rate.factor()))) {
        distinct.add(rate);
      }
    }
    return distinct;
  }

  private static Proposal proposal(Situation situation, Recipe current, Rate rule, double length) {
    double old = situation.optimizer().rate();
    double rate = Figures.rounded(old * rule.factor(), 4);
    Recipe faster = current.withRate(rate);
    boolean longer = length > 1;
    double cost =
        situation
            .change()
            .cost(current)
            .times(situation.change().cost(situation.change().baseline()));
    Recipe corrected = longer ? situation.change().longer(faster, cost * length) : faster;
    List<String> name = new ArrayList<>();
    if (rule.factor() != 1) {
      name.add("learning rate " + Figures.digits(rate, 4) + " (" + rule.rule() + ")");
    }
    if (longer) {
      name.add(length(corrected));
    }
    return new Proposal(
        String.join(", ", name), reason(situation, rule, rate, corrected), corrected);
  }

  private static String length(Recipe recipe) {
    Span budget = recipe.training().budget();
    return Figures.three(budget.amount())
        + (budget.unit() == Span.Unit.EPOCHS ? " epochs" : " steps");
  }

  private static String reason(Situation situation, Rate rule, double rate, Recipe corrected) {
    TrainingCost cost = situation.change().cost(corrected);
    TrainingCost baseline = situation.change().cost(situation.change().baseline());
    return format(
        Locale.ROOT,
        "rate x %s in %d steps, where the baseline has %d (%.2f times its examples); %s%s",
        Figures.three(rule.factor()),
        cost.steps(),
        baseline.steps(),
        cost.times(baseline),
        worth(situation.gain()),
        stability(situation, rate));
  }

  private static String worth(double gain) {
    return Double.isNaN(gain)
        ? "the noise was not measured"
        : "by the measured noise one step of this batch is worth at most "
            + Figures.three(gain)
            + " old ones";
  }

  private static String stability(Situation situation, double rate) {
    double curvature = situation.readings().typicalCurvature();
    double edge = Readings.edge(situation.optimizer(), curvature);
    if (Double.isNaN(edge)) {
      return "; the stability threshold of an adaptive optimizer was not measured";
    }
    if (Double.isNaN(curvature)) {
      return "; the curvature was not measured";
    }
    if (Double.isInfinite(edge)) {
      return "; no positive curvature was found, so nothing limits the rate";
    }
    return format(
        Locale.ROOT,
        "; at the baseline's typical curvature %s the rate is %.0f%% of the largest stable one",
        Figures.three(curvature),
        100 * rate / edge);
  }
}
