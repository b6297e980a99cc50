package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/**
 * A problem with a running statistic, as batch normalization keeps them: training moves the buffer
 * toward the batch's loss, and use adds it to the loss. It shows no outputs.
 */
public final class Drifting implements Problem {
  private final Problem inner;
  private final ArrayVector buffers = ArraySpace.of("running", 1).zero();

  /** Wraps a problem. */
  public Drifting(Problem inner) {
    this.inner = inner;
  }

  @Override
  public ParameterVector parameters() {
    return inner.parameters();
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return inner.size(split);
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    double loss = inner.loss(batch, mode);
    if (mode == Mode.TRAIN) {
      move(loss);
    }
    return loss + (mode == Mode.EVALUATE ? buffers.get(0) : 0);
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    double loss = inner.gradient(batch, mode, into);
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
    inner.close();
    buffers.close();
  }
}
