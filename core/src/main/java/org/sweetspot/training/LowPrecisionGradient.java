package org.sweetspot.training;

import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient of products with quantized operands. Update s, counted from 1, draws from the stream
 * "training/precision/s" of the run's seed; a second gradient within the update goes on in it.
 */
final class LowPrecisionGradient implements GradientSource {
  private final QuantizedGradients problem;
  private final Operands operands;
  private final Seed seed;
  private RandomStream draws;
  private long drawn;

  LowPrecisionGradient(Problem problem, Operands operands, Seed seed) {
    this.problem =
        problem
            .ability(QuantizedGradients.class)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "training.precision, training.sparsity.gradients: expected a model whose"
                            + " products can be quantized (mlp, cnn, audio, residual, transformer,"
                            + " in single precision on the cpu), got "
                            + problem.whyNot(QuantizedGradients.class).orElse("one that can't")
                            + "; leave training.precision out, and training.sparsity.gradients"));
    this.operands = operands;
    this.seed = seed;
    this.draws = seed.stream("training/precision/0");
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    if (update.step() != drawn) {
      drawn = update.step();
      draws = seed.stream("training/precision/" + drawn);
    }
    return problem.gradient(batch, mode, operands, draws, into);
  }

  /** The problem stays its owner's. */
  @Override
  public void close() {}
}
