package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The Hessian of the mean loss over the measured examples.
 *
 * <p>Where a training mode makes outputs depend on their batch, the examples part into random
 * batches of the training's size, each with statistics of its own: it is the mean of their
 * Hessians.
 *
 * <p>Where the graphs of all passes fit the memory that is set they are kept, and a product costs
 * one Hessian-vector product over the measured examples. Otherwise each product rebuilds them pass
 * by pass and costs a gradient more; the passes are then cut until one fits, except where batch
 * statistics forbid it. Both ways give the same results up to rounding.
 */
public final class BatchHessian implements SymmetricOperator, AutoCloseable {
  private final MeasureContext context;
  private final SecondOrder problem;
  private final Batch batch;
  private final Mode mode;
  private final List<Batch> passes;
  private final List<Linearization> kept = new ArrayList<>();

  private BatchHessian(MeasureContext context, Mode mode) {
    this.context = context;
    this.mode = mode;
    this.problem = context.subject().require(SecondOrder.class);
    this.batch = context.sampling().batch();
    boolean fits = bytes(context, mode) <= context.bench().settings().memory();
    this.passes = fits ? context.sampling().passes(batch, mode) : small();
    if (fits) {
      for (Batch pass : passes) {
        kept.add(problem.linearize(pass, mode));
      }
      context.bench().work().addGradients(1);
    }
  }

  /** The Hessian that all measures of a context share, of the network as it is used. */
  public static BatchHessian of(MeasureContext context) {
    return of(context, context.subject().mode());
  }

  /** The Hessian that all measures of a context share, in a mode. */
  public static BatchHessian of(MeasureContext context, Mode mode) {
    return context.bench().shared(BatchHessian.class, mode, () -> new BatchHessian(context, mode));
  }

  /**
   * The Gauss-Newton matrices of the linearizations, pass by pass; empty if they do not give them.
   */
  static List<SymmetricOperator> gaussNewton(MeasureContext context) {
    return graphsGiveGaussNewton(context, context.subject().mode())
        ? of(context).kept.stream().map(graph -> graph.gaussNewton().orElseThrow()).toList()
        : List.of();
  }

  private static boolean graphsGiveGaussNewton(MeasureContext context, Mode mode) {
    return context
        .subject()
        .problem()
        .ability(SecondOrder.class)
        .filter(problem -> problem.graphsGiveGaussNewton(mode))
        .isPresent();
  }

  /** The empirical Fisher matrices of the linearizations, likewise. */
  static List<SymmetricOperator> fisher(MeasureContext context) {
    if (context.subject().mode() != Mode.EVALUATE
        || !graphsGiveGaussNewton(context, Mode.EVALUATE)) {
      return List.of();
    }
    List<Linearization> graphs = of(context).kept;
    return graphs.stream().allMatch(graph -> graph.fisher().isPresent())
        ? graphs.stream().map(graph -> graph.fisher().orElseThrow()).toList()
        : List.of();
  }

  /** The Hessian at the weights that the problem has now, for one use; the caller closes it. */
  static BatchHessian now(MeasureContext context) {
    return new BatchHessian(context, context.subject().mode());
  }

  /** About how many bytes the graphs of all measured examples hold together. */
  static long bytes(MeasureContext context, Mode mode) {
    SecondOrder problem = context.subject().require(SecondOrder.class);
    return context.sampling().passes(context.sampling().batch(), mode).stream()
        .mapToLong(pass -> problem.graphBytes(pass.size()))
        .sum();
  }

  /** Whether the graphs are kept from product to product. */
  public boolean keepsGraphs() {
    return !kept.isEmpty();
  }

  /** The gradient of the same mean, which the linearizations have; the caller closes it. */
  Optional<ParameterVector> gradient() {
    if (!keepsGraphs()) {
      return Optional.empty();
    }
    ParameterVector mean = space().zero();
    for (int i = 0; i < passes.size(); i++) {
      mean.add((double) passes.get(i).size() / batch.size(), kept.get(i).gradient());
    }
    return Optional.of(mean);
  }

  private List<Batch> small() {
    List<Batch> pieces = new ArrayList<>();
    for (Batch chunk : context.sampling().passes(batch, mode)) {
      int size = chunk.size();
      // Under batch statistics a pass is what shares them, and stays whole.
      while (mode == Mode.EVALUATE
          && size > 1
          && problem.graphBytes(size) > context.bench().settings().memory()) {
        size = (size + 1) / 2;
      }
      for (int from = 0; from < chunk.size(); from += size) {
        pieces.add(chunk.slice(from, Math.min(chunk.size(), from + size)));
      }
    }
    return pieces;
  }

  @Override
  public ParameterSpace space() {
    return context.subject().problem().space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    context.bench().work().addProducts(1);
    if (kept.size() == 1) {
      kept.get(0).apply(argument, result);
      return;
    }
    result.scale(0);
    try (ParameterVector part = space().zero()) {
      for (int i = 0; i < passes.size(); i++) {
        if (keepsGraphs()) {
          kept.get(i).apply(argument, part);
        } else {
          try (Linearization graph = problem.linearize(passes.get(i), mode)) {
            graph.apply(argument, part);
          }
        }
        result.add((double) passes.get(i).size() / batch.size(), part);
      }
    }
    if (!keepsGraphs()) {
      context.bench().work().addGradients(1);
    }
  }

  /** Frees the graphs. */
  @Override
  public void close() {
    kept.forEach(Linearization::close);
  }
}
