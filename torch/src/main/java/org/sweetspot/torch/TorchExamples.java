package org.sweetspot.torch;

import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.PerExample;

/**
 * Losses and gradients of single examples.
 *
 * @param model whose
 */
record TorchExamples(TorchModel model) implements PerExample {
  @Override
  public double[] losses(Batch batch) {
    return OutputRows.losses(model, batch);
  }

  @Override
  public double[] squaredGradientNorms(Batch batch) {
    return new ExampleNorms(model, List.of(ExampleQuantity.losses(model))).whole(batch);
  }

  @Override
  public void gradients(Batch batch, GradientVisitor visitor) {
    new ExampleGradients(model, ExampleQuantity.losses(model)).visit(batch, visitor);
  }
}
