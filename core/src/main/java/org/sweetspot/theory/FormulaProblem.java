package org.sweetspot.theory;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/** A loss given as a formula, to be trained like any network. */
public final class FormulaProblem implements Problem {
  private final Formula formula;
  private final int examples;
  private final ArrayVector weights;
  private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();

  /** Loss and gradient. */
  @FunctionalInterface
  public interface Formula {
    /**
     * Mean loss over examples at given weights.
     *
     * @param into receives the gradient; zeros before
     */
    double evaluate(double[] weights, int[] examples, double[] into);
  }

  /**
   * Starts at these weights.
   *
   * @param examples in the training split, at least 1
   */
  public FormulaProblem(double[] start, int examples, Formula formula) {
    this.formula = formula;
    this.examples = examples;
    this.weights = ArraySpace.of("weights", start.length).zero().set(start);
  }

  @Override
  public ArrayVector parameters() {
    return weights;
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return split == Split.TRAIN ? examples : 0;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    return formula.evaluate(
        weights.toArray(), batch.indices(), new double[(int) weights.space().dimension()]);
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    double[] gradient = new double[(int) weights.space().dimension()];
    double loss = formula.evaluate(weights.toArray(), batch.indices(), gradient);
    into.set(gradient);
    return loss;
  }

  @Override
  public void close() {
    weights.close();
    buffers.close();
  }
}
