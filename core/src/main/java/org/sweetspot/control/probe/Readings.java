package org.sweetspot.control.probe;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.sweetspot.api.PublicApi;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SparsityRecipe;

/**
 * The noise and the curvature along the baseline, and what follows from them for another batch.
 *
 * @param points in order of progress, at least one
 * @param dimension number of trained weights; 0 where it is not known
 * @param rounding squared error of a recipe's gradients in number formats or at sparse weights over
 *     the noise of a batch, along the baseline; NaN where it cannot be read
 */
@PublicApi
public record Readings(List<Reading> points, long dimension, ToDoubleFunction<Recipe> rounding) {
  /** Where errors of rounding are not read. */
  public Readings(List<Reading> points, long dimension) {
    this(points, dimension, Readings::unread);
  }

  /** Of a network whose number of weights is not known. */
  public Readings(List<Reading> points) {
    this(points, 0);
  }

  /** Checks that there is a reading. */
  public Readings {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("readings: expected at least one, got none");
    }
  }

  /**
   * The AdaScale gain: how many steps of the old batch one step of the new batch is worth, r = (tr
   * Sigma / B + |G|^2) / (tr Sigma / (kappa B) + |G|^2), averaged over the readings. Between 1 (no
   * noise: a larger batch brings nothing) and kappa (all noise).
   *
   * <p>A negative estimate of |G|^2 counts as zero. Source: Johnson et al., "AdaScale SGD", ICML
   * 2020, section 3.
   */
  public double gain(double batch, double kappa) {
    return mean(
        reading -> {
          double small = reading.noise() / batch;
          double signal = Math.max(0, reading.signal());
          return small + signal == 0 ? 1 : (small + signal) / (small / kappa + signal);
        });
  }

  private static double unread(Recipe recipe) {
    return Double.NaN;
  }

  /** The same with a way to read errors of rounding. */
  public Readings withRounding(ToDoubleFunction<Recipe> value) {
    return new Readings(points, dimension, value);
  }

  /** Whether a recipe's gradients are in number formats or at sparse weights. */
  public static boolean isRounded(Recipe recipe) {
    SparsityRecipe sparsity = recipe.training().sparsity();
    return recipe.training().precision().operands().isPresent()
        || sparsity.sparse().isPresent()
        || sparsity.sparseGradients().isPresent();
  }

  /** The squared error of a recipe's gradients over the noise of a batch; 0 of plain ones. */
  public double roundingOf(Recipe recipe) {
    return isRounded(recipe) ? rounding.applyAsDouble(recipe) : 0;
  }

  /** The largest curvature that was read. */
  public double largestCurvature() {
    return points.stream().mapToDouble(Reading::curvature).max().orElseThrow();
  }

  /** The median curvature along the run. */
  public double typicalCurvature() {
    double[] sorted = points.stream().mapToDouble(Reading::curvature).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The mean of a quantity over the readings. */
  public double mean(ToDoubleFunction<Reading> quantity) {
    return points.stream().mapToDouble(quantity).average().orElseThrow();
  }

  /**
   * The learning rate at which gradient descent with the optimizer's momentum loses stability on a
   * quadratic of that curvature: 2 (1 + m) / lambda for the heavy ball, 2 / lambda without
   * momentum, 2 (1 + m) / (lambda (1 + 2 m)) for Nesterov. Infinite where the curvature is not
   * positive, NaN for adaptive optimizers, whose edge lies in the preconditioned Hessian.
   *
   * <p>Source: Cohen et al., "Gradient descent on neural networks typically occurs at the edge of
   * stability", ICLR 2021, appendix B.
   */
  public static double edge(OptimizerRecipe optimizer, double curvature) {
    if (!(optimizer instanceof OptimizerRecipe.Sgd)) {
      return Double.NaN;
    }
    // The factor is proportional to the rate and is 1 / curvature at the edge.
    return curvature > 0
        ? optimizer.rate() / (StabilityMargin.factor(optimizer) * curvature)
        : Double.POSITIVE_INFINITY;
  }
}
