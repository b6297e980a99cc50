package org.sweetspot.monitor;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.SecondMoment;
import org.sweetspot.measure.stability.PreconditionedHessian;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.spectrum.TopEigenvalueTracker;
import org.sweetspot.vector.spectrum.TrackedEigenvalue;

/**
 * The largest Hessian eigenvalue on the probe batch and its ratio to the edge of stability at the
 * step's own learning rate (1 is the edge; {@link StabilityMargin} has the formulas).
 *
 * <p>A {@link TopEigenvalueTracker} goes on from the eigenvector of the reading before, plus a
 * tenth of the gradient's direction, in which new steep directions show first. Error: the residual
 * ||H v - lambda v||, on the ratio's own scale; doubtful where it exceeds {@value #TOLERANCE} of
 * the value. A value after few steps is a lower bound up to its residual. Cost: one linearization
 * and {@link SampleBudget#next} products; twice the products for adaptive optimizers. Memory: as
 * many vectors as products. Source: Cohen et al., ICLR 2021.
 */
final class SharpnessMonitor implements Monitor {
  static final String LAMBDA = "lambda-max";
  static final String RATIO = "edge-ratio";
  private static final double TOLERANCE = 0.02;

  private @Nullable TopEigenvalueTracker plain;
  private @Nullable TopEigenvalueTracker preconditioned;

  @Override
  public String id() {
    return "sharpness";
  }

  @Override
  public String question() {
    return "How sharp is the steepest direction, and does the step size still fit it?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "largest eigenvalue of the Hessian of the mean loss over the same "
        + watched.probe().size()
        + " training examples at every reading, not augmented, without weight decay; mode probe;"
        + " Lanczos, "
        + watched.budget().first()
        + " products at first, then at most "
        + watched.budget().next()
        + " from the eigenvector before; error: residual; edge-ratio: 1 is the edge of "
        + watched.optimizer(1).getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
        + " with exact gradients at the step's learning rate";
  }

  @Override
  public double gradients(TrainingView watched, boolean first) {
    int products = first ? watched.budget().first() : watched.budget().next();
    boolean twice = !(watched.optimizer(1) instanceof OptimizerRecipe.Sgd);
    return watched.gradients(watched.budget().examples()) * (3 + 2.5 * products * (twice ? 2 : 1));
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    SecondOrder problem = watched.require(SecondOrder.class);
    SortedMap<String, Figure> figures = new TreeMap<>();
    try (Linearization graph = problem.linearize(watched.probe(), Mode.PROBE)) {
      OptimizerRecipe optimizer = watched.optimizer(report.rate());
      double factor = StabilityMargin.factor(optimizer);
      if (plain == null) {
        plain = tracker(watched);
      }
      TrackedEigenvalue top = plain.solve(graph, graph.gradient(), watched.stream("sharpness"));
      figures.put(LAMBDA, figure(top, 1));
      Optional<SecondMoment> moment = watched.secondMoment();
      if (!watched.hasOneRate()) {
        return Optional.of(new MonitorSample(figures));
      }
      if (optimizer instanceof OptimizerRecipe.Sgd) {
        figures.put(RATIO, figure(top, factor));
      } else if (moment.isPresent()) {
        try (PreconditionedHessian hessian =
            new PreconditionedHessian(graph, optimizer, moment.get())) {
          if (preconditioned == null) {
            preconditioned = tracker(watched);
          }
          TrackedEigenvalue scaled =
              preconditioned.solve(hessian, graph.gradient(), watched.stream("sharpness"));
          figures.put("preconditioned-lambda-max", figure(scaled, 1));
          figures.put(RATIO, figure(scaled, factor));
        }
      }
    }
    return Optional.of(new MonitorSample(figures));
  }

  private static TopEigenvalueTracker tracker(TrainingView watched) {
    return new TopEigenvalueTracker(
        TOLERANCE / 4, watched.budget().first(), watched.budget().next());
  }

  private static Figure figure(TrackedEigenvalue top, double factor) {
    Figure figure = Figure.estimate(factor * top.value(), factor * top.residual());
    return top.residual() <= TOLERANCE * Math.abs(top.value()) ? figure : figure.doubtful();
  }

  @Override
  public void close() {
    if (plain != null) {
      plain.close();
      plain = null;
    }
    if (preconditioned != null) {
      preconditioned.close();
      preconditioned = null;
    }
  }
}
