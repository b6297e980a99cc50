package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.WorkMeter;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.KeptGraph;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The Hessian of the mean loss over the measured examples, its graphs kept from product to product.
 *
 * <p>Memory: the activations of all measured examples, since the graph of every pass is held. Cost
 * of a product: one Hessian-vector product over the measured examples.
 */
public final class BatchHessian implements SymmetricOperator, AutoCloseable {
  private final ParameterSpace space;
  private final WorkMeter work;
  private final List<KeptGraph> graphs = new ArrayList<>();
  private final List<Double> shares = new ArrayList<>();

  private BatchHessian(ParameterSpace space, WorkMeter work) {
    this.space = space;
    this.work = work;
  }

  /** The Hessian that all measures of a context share, in the mode of its settings. */
  public static BatchHessian of(MeasureContext context) {
    return context.shared(BatchHessian.class, "batch", () -> build(context));
  }

  private static BatchHessian build(MeasureContext context) {
    SecondOrder problem = context.require(SecondOrder.class);
    Batch batch = context.batch();
    BatchHessian hessian = new BatchHessian(context.problem().space(), context.work());
    for (Batch chunk : context.chunks(batch)) {
      hessian.graphs.add(problem.keepGraph(chunk, context.settings().mode()));
      hessian.shares.add((double) chunk.size() / batch.size());
    }
    context.work().addGradients(1);
    return hessian;
  }

  @Override
  public ParameterSpace space() {
    return space;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    work.addProducts(1);
    if (graphs.size() == 1) {
      graphs.get(0).apply(argument, result);
      return;
    }
    result.scale(0);
    try (ParameterVector part = space.zero()) {
      for (int i = 0; i < graphs.size(); i++) {
        graphs.get(i).apply(argument, part);
        result.add(shares.get(i), part);
      }
    }
  }

  /** Frees the graphs. */
  @Override
  public void close() {
    graphs.forEach(KeptGraph::close);
  }
}
