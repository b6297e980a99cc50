package org.sweetspot.problem;

import org.sweetspot.vector.ParameterVector;

/** A problem that is another one, but for what a subclass overrides; it has no ability of it. */
public abstract class WrappedProblem implements Problem {
  private final Problem inner;

  /** Wraps a problem, which is closed with this one. */
  protected WrappedProblem(Problem inner) {
    this.inner = inner;
  }

  @Override
  public ParameterVector parameters() {
    return inner.parameters();
  }

  @Override
  public ParameterVector buffers() {
    return inner.buffers();
  }

  @Override
  public int size(Split split) {
    return inner.size(split);
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    return inner.loss(batch, mode);
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    return inner.gradient(batch, mode, into);
  }

  @Override
  public void close() {
    inner.close();
  }
}
