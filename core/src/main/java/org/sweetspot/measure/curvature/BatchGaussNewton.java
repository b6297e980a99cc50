package org.sweetspot.measure.curvature;

import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The Gauss-Newton matrix of the mean loss over the measured examples: from the graphs that are
 * kept for the Hessian where those give it, else each product from the start.
 */
final class BatchGaussNewton implements SymmetricOperator {
  private final MeasureContext context;
  private final GaussNewton problem;
  private final Batch batch;
  private final List<Batch> chunks;
  private final List<SymmetricOperator> kept;

  BatchGaussNewton(MeasureContext context) {
    this.context = context;
    this.problem = context.subject().require(GaussNewton.class);
    this.batch = context.sampling().batch();
    this.chunks = context.sampling().passes(batch, context.subject().mode());
    this.kept = BatchHessian.gaussNewton(context);
  }

  @Override
  public ParameterSpace space() {
    return context.subject().problem().space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    context.bench().work().addProducts(1);
    result.scale(0);
    try (ParameterVector part = space().zero()) {
      for (int i = 0; i < chunks.size(); i++) {
        Batch chunk = chunks.get(i);
        if (kept.isEmpty()) {
          problem.gaussNewtonProduct(chunk, context.subject().mode(), argument, part);
        } else {
          kept.get(i).apply(argument, part);
        }
        result.add((double) chunk.size() / batch.size(), part);
      }
    }
  }
}
