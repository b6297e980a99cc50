package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.WrappedProblem;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/**
 * A problem with a running statistic, as batch normalization keeps them: training moves the buffer
 * toward the batch's loss, and use adds it to the loss. It shows no outputs.
 */
public final class Drifting extends WrappedProblem {
  private final ArrayVector buffers = ArraySpace.of("running", 1).zero();

  /** Wraps a problem. */
  public Drifting(Problem inner) {
    super(inner);
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    double loss = super.loss(batch, mode);
    if (mode == Mode.TRAIN) {
      move(loss);
    }
    return loss + (mode == Mode.EVALUATE ? buffers.get(0) : 0);
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    double loss = super.gradient(batch, mode, into);
    if (mode == Mode.TRAIN) {
      move(loss);
    }
    return loss;
  }

  private void move(double loss) {
    buffers.set(new double[] {0.9 * buffers.get(0) + 0.1 * loss});
  }

  @Override
  public void close() {
    super.close();
    buffers.close();
  }
}
