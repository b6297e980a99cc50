package org.sweetspot.measure;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.WrappedProblem;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

/** A classifier whose graphs claim a kilobyte of memory an example, and are counted. */
public final class Heavy extends WrappedProblem implements SecondOrder {
  private final SoftmaxRegression inner;
  private int open;
  private int mostOpen;
  private int largest;

  public Heavy(SoftmaxRegression inner) {
    super(inner);
    this.inner = inner;
  }

  public SoftmaxRegression inner() {
    return inner;
  }

  /** Graphs that are open now. */
  public int open() {
    return open;
  }

  /** Most graphs open at a time. */
  public int mostOpen() {
    return mostOpen;
  }

  /** Most examples in one graph. */
  public int largest() {
    return largest;
  }

  @Override
  public long graphBytes(int examples) {
    return 1024L * examples;
  }

  @Override
  public Linearization linearize(Batch batch, Mode mode) {
    Linearization graph = inner.linearize(batch, mode);
    open++;
    mostOpen = Math.max(mostOpen, open);
    largest = Math.max(largest, batch.size());
    return new Linearization() {
      @Override
      public double loss() {
        return graph.loss();
      }

      @Override
      public ParameterVector gradient() {
        return graph.gradient();
      }

      @Override
      public org.sweetspot.vector.ParameterSpace space() {
        return graph.space();
      }

      @Override
      public void apply(ParameterVector argument, ParameterVector result) {
        graph.apply(argument, result);
      }

      @Override
      public void close() {
        open--;
        graph.close();
      }
    };
  }
}
