package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;

/**
 * Longer training: a step worth g old ones needs kappa / g times the examples for the same work;
 * then, where the allowed cost is higher, all of it (regime adaptation, Hoffer et al., NeurIPS
 * 2017).
 */
final class LengthProposals implements ProposalSource {
  /** How the names of its proposals begin. */
  static final String NAME = "training on ";

  @Override
  public boolean builds() {
    return true;
  }

  @Override
  public List<Proposal> propose(PlanBasis basis, Recipe current) {
    if (basis.kappa() <= 1) {
      return List.of();
    }
    double worth = basis.worth(current);
    double needed = basis.kappa() / worth;
    double allowed = Math.min(basis.cost(), basis.kappa());
    List<Proposal> proposals = new ArrayList<>();
    double first = Math.min(needed, allowed);
    if (first >= PlanBasis.DISTINCT) {
      String reason =
          format(
              Locale.ROOT,
              "%s times fewer steps, each worth %s old ones, leave the network under-trained; %s"
                  + " times the examples would do the same work%s",
              Figures.three(basis.kappa()),
              Figures.three(worth),
              Figures.three(needed),
              needed > allowed ? ", the recipe allows " + Figures.three(allowed) : "");
      proposals.add(longer(basis, current, first, reason));
    }
    if (allowed > Math.max(1, first) * PlanBasis.DISTINCT) {
      String reason =
          "regime adaptation: "
              + (allowed < basis.kappa() ? "all that the recipe allows" : "as many steps as before")
              + ", since the distance that weights travel grows with the number of steps";
      proposals.add(longer(basis, current, allowed, reason));
    }
    return proposals;
  }

  private static Proposal longer(PlanBasis basis, Recipe current, double factor, String reason) {
    long steps = Math.round(factor * basis.change().changedSteps());
    TrainingRecipe training = current.training();
    Span warmUp = training.schedule().warmUp();
    // A warm-up counted in steps is a share of the run, and stays that share.
    boolean stretches = warmUp.unit() == Span.Unit.STEPS && warmUp.amount() > 0;
    double stretch = (double) steps / basis.steps(current);
    Span stretched =
        stretches ? Span.steps(Math.max(1, Math.round(warmUp.amount() * stretch))) : warmUp;
    return new Proposal(
        NAME + Figures.three(factor) + " times the examples",
        reason,
        current.withTraining(
            training
                .withBudget(Span.steps(steps))
                .withEvaluation(Span.steps(Math.max(1, steps / 10)))
                .withSchedule(training.schedule().withWarmUp(stretched))));
  }
}
