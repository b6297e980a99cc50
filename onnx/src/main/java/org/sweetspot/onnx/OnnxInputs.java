package org.sweetspot.onnx;

import java.util.List;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterVector;

/** Inputs of a model, and its logits at others. */
record OnnxInputs(OnnxProblem problem) implements Inputs {
  @Override
  public List<Integer> inputShape() {
    return problem.given().examples(Split.TRAIN).shape();
  }

  @Override
  public Matrix inputs(Batch batch) {
    double[] numbers = problem.given().numbers(batch).values().iterator().next();
    return new Matrix(batch.size(), numbers.length / batch.size(), numbers);
  }

  @Override
  public Matrix logits(Matrix inputs, ParameterVector weights) {
    if (weights != problem.parameters()) {
      throw new NotApplicableException(
          "needs a model whose weights can be moved, which an exported graph's cannot");
    }
    double[] logits = problem.answers().logits(problem.outputs(inputs.entries(), inputs.rows()));
    return new Matrix(inputs.rows(), problem.answers().classes(), logits);
  }
}
