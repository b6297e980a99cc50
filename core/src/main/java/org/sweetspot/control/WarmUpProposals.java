package org.sweetspot.control;

import static java.lang.String.format;

import java.util.List;
import java.util.Locale;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

/**
 * A warm-up of a raised rate: for as long as the baseline's own curvature puts that rate beyond the
 * edge of stability, at least a twentieth of the run.
 */
final class WarmUpProposals implements ProposalSource {
  private static final double LEAST = 0.05;

  @Override
  public List<Proposal> propose(PlanBasis basis, Recipe current) {
    double rate = current.training().optimizer().rate();
    boolean warm = current.training().schedule().warmUp().amount() > 0;
    if (warm || rate <= basis.optimizer().rate()) {
      return List.of();
    }
    double until =
        basis.readings().points().stream()
            .filter(reading -> rate > Readings.edge(basis.optimizer(), reading.curvature()))
            .mapToDouble(Reading::progress)
            .filter(progress -> progress < 0.5)
            .max()
            .orElse(-1);
    double share = Math.max(LEAST, until);
    // A warm-up of one step would begin at the full rate.
    long steps = Math.max(2, Math.round(share * basis.change().cost(current).steps()));
    String reason =
        format(
            Locale.ROOT,
            "the rate grows to its value over the first %d steps: %s",
            steps,
            until < 0
                ? "the baseline's curvature never forbids it, so the shortest warm-up is tried"
                : format(
                    Locale.ROOT,
                    "up to %.0f%% of the run the baseline's curvature puts it beyond the edge of"
                        + " stability",
                    100 * until));
    return List.of(
        new Proposal(
            "warm-up",
            reason,
            current.withTraining(
                current
                    .training()
                    .withSchedule(current.training().schedule().withWarmUp(Span.steps(steps))))));
  }
}
