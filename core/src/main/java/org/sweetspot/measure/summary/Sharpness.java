package org.sweetspot.measure.summary;

import java.util.Optional;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.recipe.OptimizerRecipe;

/**
 * How sharp the loss is for the step that was taken, and whether the weights are at a minimum at
 * all.
 *
 * @param level of the sharpness over its stability threshold
 * @param ratio sharpness over its stability threshold: 1 is the edge; unknown without an optimizer
 * @param top largest eigenvalue of the Hessian
 * @param bottom smallest eigenvalue of the Hessian
 * @param rate learning rate that was judged; NaN where unknown
 */
public record Sharpness(Level level, Estimate ratio, Estimate top, Estimate bottom, double rate) {
  /** Where the step stands. */
  public enum Level {
    /** A step twice as large would still be stable. */
    WELL_BELOW,
    /** Stable, and less than a factor of two away from the edge. */
    BELOW,
    /** At the edge within 15% or two errors. */
    AT_EDGE,
    /** Steps with exact gradients would leave this place. */
    BEYOND,
    /** The learning rate is not known. */
    NO_RATE
  }

  private static final double WIDTH = 0.15;
  private static final double HALF = 0.5;

  /** Downward curvature of less than this part of the largest is usual at the end of training. */
  private static final double SLIGHT = 0.01;

  static Optional<Sharpness> of(Answers answers, TrainingFacts facts) {
    Estimate ratio = answers.number("stability-margin");
    Estimate top = answers.first("hessian-eigenvalues");
    if (!ratio.known() && !top.known()) {
      return Optional.empty();
    }
    OptimizerRecipe optimizer = facts.optimizer();
    return Optional.of(
        new Sharpness(
            level(ratio),
            ratio,
            top,
            answers.first("hessian-eigenvalues-bottom"),
            optimizer == null ? Double.NaN : optimizer.rate()));
  }

  private static Level level(Estimate ratio) {
    if (!ratio.known()) {
      return Level.NO_RATE;
    }
    if (Math.abs(ratio.value() - 1) <= Math.max(WIDTH, 2 * ratio.error())) {
      return Level.AT_EDGE;
    }
    return ratio.value() > 1 ? Level.BEYOND : ratio.value() < HALF ? Level.WELL_BELOW : Level.BELOW;
  }

  /** Whether the loss bends down beyond its error and by more than a trifle: no minimum. */
  public boolean bendsDown() {
    return bottom.known()
        && bottom.below(0)
        && (!top.known() || -bottom.value() > SLIGHT * Math.abs(top.value()));
  }
}
