package org.sweetspot.control.correction;

import static java.lang.String.format;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

/**
 * A warm-up of a raised rate: for as long as the baseline's own curvature puts that rate beyond the
 * edge of stability, at least a twentieth of the run.
 */
public final class WarmUp implements Correction {

  @Override
  public Card card() {
    return new Card(
        "warm-up",
        "warm-up",
        "The rate grows linearly to its value for as long as the baseline's curvature"
            + " puts it beyond the edge of stability, at least a twentieth of the run.",
        "the rate was raised and there is no warm-up yet",
        "none; trying: one training a seed",
        "No effect on examples/large-batch.yaml: 0.0 points (-0.2 to 0.1).",
        "Goyal et al. 2017; Cohen et al., ICLR 2021");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.BATCH, Aspect.BUDGET, Aspect.RATE, Aspect.OPTIMIZER, Aspect.WIDTH);
  }

  @Override
  public Stage stage() {
    return Stage.SCHEDULE;
  }

  private static final double LEAST = 0.05;

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    double rate = current.training().optimizer().rate();
    boolean warm = current.training().schedule().warmUp().amount() > 0;
    if (warm || rate <= situation.optimizer().rate()) {
      return List.of();
    }
    double until =
        situation.readings().points().stream()
            .filter(reading -> rate > Readings.edge(situation.optimizer(), reading.curvature()))
            .mapToDouble(Reading::progress)
            .filter(progress -> progress < 0.5)
            .max()
            .orElse(-1);
    double share = Math.max(LEAST, until);
    // A warm-up of one step would begin at the full rate.
    long steps = Math.max(2, Math.round(share * situation.change().cost(current).steps()));
    String reason =
        format(
            Locale.ROOT,
            "the rate grows to its value over the first %d steps: %s",
            steps,
            Double.isNaN(situation.readings().typicalCurvature())
                ? "the curvature was not measured, so the shortest warm-up is tried"
                : until < 0
                    ? "the baseline's curvature never forbids it, so the shortest warm-up is tried"
                    : format(
                        Locale.ROOT,
                        "up to %.0f%% of the run the baseline's curvature puts it beyond the edge"
                            + " of stability",
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
