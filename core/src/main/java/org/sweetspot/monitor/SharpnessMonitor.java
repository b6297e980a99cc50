package org.sweetspot.monitor;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.SecondMoment;
import org.sweetspot.measure.stability.PreconditionedHessian;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.problem.KeptGraph;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * The largest Hessian eigenvalue on the probe batch and its ratio to the edge of stability at the
 * step's own learning rate (1 is the edge; {@link StabilityMargin} has the formulas).
 *
 * <p>A few Lanczos steps start from the eigenvector of the reading before, plus a tenth of the
 * gradient's direction, in which new steep directions show first. Error: the residual ||H v -
 * lambda v||, on the ratio's own scale; doubtful where it exceeds {@value #TOLERANCE} of the value.
 * A value after few steps is a lower bound up to its residual. Cost: one kept graph and {@link
 * Effort#next} products; twice the products for adaptive optimizers. Memory: as many vectors as
 * products. Source: Cohen et al., ICLR 2021.
 */
final class SharpnessMonitor implements Monitor {
  static final String LAMBDA = "lambda-max";
  static final String RATIO = "edge-ratio";
  private static final double TOLERANCE = 0.02;
  private static final double NEWCOMER = 0.1;

  private @Nullable ParameterVector direction;
  private @Nullable ParameterVector preconditioned;

  @Override
  public String id() {
    return "sharpness";
  }

  @Override
  public String question() {
    return "How sharp is the steepest direction, and does the step size still fit it?";
  }

  @Override
  public String conventions(Scene scene) {
    return "largest eigenvalue of the Hessian of the mean loss over the same "
        + scene.probe().size()
        + " training examples at every reading, not augmented, without weight decay; mode probe;"
        + " Lanczos, "
        + scene.effort().first()
        + " products at first, then at most "
        + scene.effort().next()
        + " from the eigenvector before; error: residual; edge-ratio: 1 is the edge of "
        + scene.optimizer(1).getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT)
        + " with exact gradients at the step's learning rate";
  }

  @Override
  public double gradients(Scene scene, boolean first) {
    int products = first ? scene.effort().first() : scene.effort().next();
    boolean twice = !(scene.optimizer(1) instanceof OptimizerRecipe.Sgd);
    return scene.gradients(scene.effort().examples()) * (3 + 2.5 * products * (twice ? 2 : 1));
  }

  @Override
  public Optional<Reading> read(Scene scene, StepReport report) {
    SecondOrder problem = scene.require(SecondOrder.class);
    SortedMap<String, Figure> figures = new TreeMap<>();
    try (KeptGraph graph = problem.keepGraph(scene.probe(), Mode.PROBE)) {
      OptimizerRecipe optimizer = scene.optimizer(report.rate());
      double factor = StabilityMargin.factor(optimizer);
      Track plain = track(scene, graph, graph.gradient(), direction);
      direction = plain.vector;
      figures.put(LAMBDA, plain.figure(1));
      Optional<SecondMoment> moment = scene.secondMoment();
      if (optimizer instanceof OptimizerRecipe.Sgd) {
        figures.put(RATIO, plain.figure(factor));
      } else if (moment.isPresent()) {
        try (PreconditionedHessian hessian =
            new PreconditionedHessian(graph, optimizer, moment.get())) {
          Track scaled = track(scene, hessian, graph.gradient(), preconditioned);
          preconditioned = scaled.vector;
          figures.put("preconditioned-lambda-max", scaled.figure(1));
          figures.put(RATIO, scaled.figure(factor));
        }
      }
    }
    return Optional.of(new Reading(figures));
  }

  private record Track(double value, double residual, ParameterVector vector) {
    Figure figure(double factor) {
      Figure figure = Figure.estimate(factor * value, factor * residual);
      return residual <= TOLERANCE * Math.abs(value) ? figure : figure.doubtful();
    }
  }

  private static Track track(
      Scene scene,
      SymmetricOperator operator,
      ParameterVector gradient,
      @Nullable ParameterVector before) {
    int products = before == null ? scene.effort().first() : scene.effort().next();
    Lanczos lanczos =
        Lanczos.largest(1)
            .withTolerance(TOLERANCE / 4)
            .withProducts(products)
            .withBasis(Math.max(4, products));
    if (before == null) {
      try (Eigenpairs pairs = lanczos.solve(operator, scene.stream("sharpness"))) {
        return keep(pairs);
      }
    }
    double norm = gradient.norm();
    if (norm > 0) {
      before.add(NEWCOMER / norm, gradient);
    }
    try (before;
        Eigenpairs pairs = lanczos.solve(operator, before, scene.stream("sharpness"))) {
      return keep(pairs);
    }
  }

  private static Track keep(Eigenpairs pairs) {
    Eigenpair top = pairs.top().get(0);
    return new Track(top.value(), top.residual(), top.vector().copy());
  }

  @Override
  public void close() {
    if (direction != null) {
      direction.close();
      direction = null;
    }
    if (preconditioned != null) {
      preconditioned.close();
      preconditioned = null;
    }
  }
}
