package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * The learning rate: the rules linear (kappa), square-root (sqrt kappa) and noise-measured (the
 * gain), those nearest to what noise and stability allow first.
 *
 * <p>Adaptive optimizers get the square root only: their step does not grow with the gradient, so
 * that it is the noise of the step that sets the rate (Malladi et al., NeurIPS 2022).
 */
final class RateProposals implements ProposalSource {
  @Override
  public List<Proposal> propose(PlanBasis basis, Recipe current) {
    return rules(basis).stream().map(rule -> proposal(basis, current, rule)).toList();
  }

  private static List<ScalingRule> rules(PlanBasis basis) {
    if (!(basis.optimizer() instanceof OptimizerRecipe.Sgd)) {
      return List.of(ScalingRule.SQUARE_ROOT);
    }
    // A smaller batch lowers the rate: the edge of stability is no limit then.
    double target =
        basis.kappa() < 1 ? basis.gain() : Math.max(1, Math.min(basis.gain(), basis.room()));
    List<ScalingRule> rules = new ArrayList<>();
    Stream.of(ScalingRule.values())
        .sorted(Comparator.comparingDouble(rule -> PlanBasis.distance(factor(basis, rule), target)))
        .filter(rule -> !PlanBasis.near(factor(basis, rule), 1))
        .filter(
            rule ->
                rules.stream()
                    .noneMatch(taken -> PlanBasis.near(factor(basis, taken), factor(basis, rule))))
        .forEach(rules::add);
    return rules;
  }

  private static double factor(PlanBasis basis, ScalingRule rule) {
    return rule.factor(basis.kappa(), basis.gain());
  }

  private static Proposal proposal(PlanBasis basis, Recipe current, ScalingRule rule) {
    double old = basis.optimizer().rate();
    double rate = Double.parseDouble(Figures.digits(old * factor(basis, rule), 4));
    String reason =
        format(
            Locale.ROOT,
            "rate %s to %s (x %s): by the measured noise one new step is worth at most %s old ones"
                + " (square root of the change: %s, linear: %s)%s",
            Figures.three(old),
            Figures.three(rate),
            Figures.three(factor(basis, rule)),
            Figures.three(basis.gain()),
            Figures.three(Math.sqrt(basis.kappa())),
            Figures.three(basis.kappa()),
            stability(basis, rate));
    return new Proposal(
        rule.words() + " learning rate",
        reason,
        current.withTraining(
            current.training().withOptimizer(current.training().optimizer().withRate(rate))));
  }

  private static String stability(PlanBasis basis, double rate) {
    double curvature = basis.readings().typicalCurvature();
    double edge = Readings.edge(basis.optimizer(), curvature);
    if (Double.isNaN(edge)) {
      return "; the edge of stability of an adaptive optimizer was not measured";
    }
    if (Double.isInfinite(edge)) {
      return "; no positive curvature was found, so nothing limits it";
    }
    return format(
        Locale.ROOT,
        "; at the baseline's typical curvature %s this is %.0f%% of the largest stable rate",
        Figures.three(curvature),
        100 * rate / edge);
  }
}
