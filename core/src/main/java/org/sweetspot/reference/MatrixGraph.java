package org.sweetspot.reference;

import org.sweetspot.problem.Linearization;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/** A linearization of a problem in plain arrays: the loss, the gradient, and a Hessian product. */
final class MatrixGraph implements Linearization {
  /** result := H * argument. */
  @FunctionalInterface
  interface Product {
    double[] times(double[] argument);
  }

  private final double loss;
  private final ArrayVector gradient;
  private final Product hessian;
  private boolean closed;

  MatrixGraph(double loss, ArrayVector gradient, Product hessian) {
    this.loss = loss;
    this.gradient = gradient;
    this.hessian = hessian;
  }

  @Override
  public ArraySpace space() {
    return gradient.space();
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public ArrayVector gradient() {
    return gradient;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    if (closed) {
      throw new IllegalStateException("graph: expected an open one, got one that was closed");
    }
    if (argument == result) {
      throw new IllegalArgumentException(
          "Hessian product: expected two different vectors, got one for argument and result");
    }
    result.set(hessian.times(argument.toArray()));
  }

  @Override
  public void close() {
    closed = true;
    gradient.close();
  }
}
