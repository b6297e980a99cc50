package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

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
final class RateAndLengthProposals implements ProposalSource {
  /** A factor on the learning rate and the rule that it comes from. */
  private record Rate(double factor, String rule) {}

  @Override
  public List<Proposal> propose(PlanBasis basis, Recipe current) {
    List<Proposal> proposals = new ArrayList<>();
    for (Rate rate : distinct(batchRules(basis))) {
      if (!PlanBasis.near(rate.factor(), 1)) {
        proposals.add(proposal(basis, current, rate, 1));
      }
    }
    double longest = basis.longest();
    if (longest >= PlanBasis.DISTINCT) {
      double enough = basis.fewerSteps() / basis.gain();
      boolean between =
          enough >= PlanBasis.DISTINCT
              && enough * PlanBasis.DISTINCT <= longest
              && basis.optimizer() instanceof OptimizerRecipe.Sgd;
      if (between) {
        proposals.add(
            proposal(
                basis,
                current,
                new Rate(basis.gain(), ScalingRule.NOISE_MEASURED.words()),
                enough));
      }
      for (Rate rate : distinct(longRules(basis, longest))) {
        proposals.add(proposal(basis, current, rate, longest));
      }
    }
    return List.copyOf(proposals);
  }

  private static List<Rate> batchRules(PlanBasis basis) {
    List<Rate> rates = new ArrayList<>();
    for (ScalingRule rule : rules(basis)) {
      rates.add(new Rate(rule.factor(basis.kappa(), basis.gain()), rule.words()));
    }
    return rates;
  }

  private static List<Rate> longRules(PlanBasis basis, double longest) {
    double missing = basis.fewerSteps() / longest;
    List<Rate> rates = new ArrayList<>();
    rates.add(new Rate(1, "as it is"));
    rates.add(new Rate(Math.sqrt(missing), "root of missing steps"));
    boolean gradient = basis.optimizer() instanceof OptimizerRecipe.Sgd;
    if (gradient) {
      rates.add(new Rate(missing, "linear in missing steps"));
    }
    rates.addAll(batchRules(basis));
    if (gradient) {
      // What the batch's own linear rule asks beyond the gain and the square root is noise only.
      double most = PlanBasis.DISTINCT * Math.max(basis.gain(), Math.sqrt(basis.kappa()));
      rates.removeIf(rate -> rate.factor() > most);
    }
    return rates;
  }

  private static List<ScalingRule> rules(PlanBasis basis) {
    return basis.optimizer() instanceof OptimizerRecipe.Sgd
        ? List.of(ScalingRule.NOISE_MEASURED, ScalingRule.SQUARE_ROOT, ScalingRule.LINEAR)
        : List.of(ScalingRule.SQUARE_ROOT);
  }

  private static List<Rate> distinct(List<Rate> rates) {
    List<Rate> distinct = new ArrayList<>();
    for (Rate rate : rates) {
      if (distinct.stream().noneMatch(taken -> PlanBasis.near(taken.factor(), rate.factor()))) {
        distinct.add(rate);
      }
    }
    return distinct;
  }

  private static Proposal proposal(PlanBasis basis, Recipe current, Rate rule, double length) {
    double old = basis.optimizer().rate();
    double rate = Double.parseDouble(Figures.digits(old * rule.factor(), 4));
    Recipe faster =
        current.withTraining(
            current.training().withOptimizer(current.training().optimizer().withRate(rate)));
    boolean longer = length > 1;
    double cost =
        basis.change().cost(current).times(basis.change().cost(basis.change().baseline()));
    Recipe corrected = longer ? basis.change().longer(faster, cost * length) : faster;
    List<String> name = new ArrayList<>();
    if (rule.factor() != 1) {
      name.add("learning rate " + Figures.digits(rate, 4) + " (" + rule.rule() + ")");
    }
    if (longer) {
      name.add(length(corrected));
    }
    return new Proposal(String.join(", ", name), reason(basis, rule, rate, corrected), corrected);
  }

  private static String length(Recipe recipe) {
    Span budget = recipe.training().budget();
    return Figures.three(budget.amount())
        + (budget.unit() == Span.Unit.EPOCHS ? " epochs" : " steps");
  }

  private static String reason(PlanBasis basis, Rate rule, double rate, Recipe corrected) {
    TrainingCost cost = basis.change().cost(corrected);
    TrainingCost baseline = basis.change().cost(basis.change().baseline());
    return format(
        Locale.ROOT,
        "rate x %s in %d steps, where the baseline has %d (%.2f times its examples); by the"
            + " measured noise one step of this batch is worth at most %s old ones%s",
        Figures.three(rule.factor()),
        cost.steps(),
        baseline.steps(),
        cost.times(baseline),
        Figures.three(basis.gain()),
        stability(basis, rate));
  }

  private static String stability(PlanBasis basis, double rate) {
    double curvature = basis.readings().typicalCurvature();
    double edge = Readings.edge(basis.optimizer(), curvature);
    if (Double.isNaN(edge)) {
      return "; the stability threshold of an adaptive optimizer was not measured";
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
