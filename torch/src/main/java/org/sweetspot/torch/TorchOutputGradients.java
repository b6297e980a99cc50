package org.sweetspot.torch;

import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.PerExample.GradientVisitor;

/**
 * Gradients of weighted sums of each example's outputs.
 *
 * @param model whose
 */
record TorchOutputGradients(TorchModel model) implements OutputGradients {
  @Override
  public double[][][] squaredParameterNorms(Batch batch, List<double[]> sets) {
    return new ExampleNorms(
            model,
            sets.stream().map(set -> ExampleQuantity.outputs(model, set, batch.size())).toList())
        .of(batch);
  }

  @Override
  public double[] squaredGroupNorms(Batch batch, double[] coefficients, int group) {
    return group == 1
        ? squaredOutputNorms(batch, coefficients)
        : outputs(batch, coefficients).squaredNorms(batch, group);
  }

  @Override
  public int cheapGroup() {
    return ExampleGradients.cheapGroup(model.bound());
  }

  @Override
  public void outputGradients(Batch batch, double[] coefficients, GradientVisitor visitor) {
    outputs(batch, coefficients).visit(batch, visitor);
  }

  private ExampleGradients outputs(Batch batch, double[] coefficients) {
    return new ExampleGradients(model, ExampleQuantity.outputs(model, coefficients, batch.size()));
  }
}
