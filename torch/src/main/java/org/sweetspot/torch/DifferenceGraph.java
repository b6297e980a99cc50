package org.sweetspot.torch;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/**
 * Hessian products by central differences of gradients, for modules that libtorch cannot
 * differentiate twice: (g(w + h v) - g(w - h v)) / 2h with h |v| the {@link #step} times 1 + |w|.
 *
 * <p>Error: of order h^2 and of the rounding of gradients over h, told by {@link #error}. Where the
 * loss has kinks the products hold those crossed on the way. Cost of a product: two gradients; it
 * holds two vectors. While it computes, the problem's weights are elsewhere.
 */
final class DifferenceGraph implements Linearization {
  private final TorchModel model;
  private final Batch batch;
  private final Mode mode;
  private final TorchVector weights;
  private final TorchVector gradient;
  private final double loss;

  DifferenceGraph(TorchModel model, Batch batch, Mode mode) {
    this.model = model;
    this.batch = batch;
    this.mode = mode;
    weights = model.parameters().copy();
    gradient = model.space().zero();
    loss = Gradients.of(model, batch, mode, gradient);
  }

  /** Length of a displacement relative to that of the weights: between truncation and rounding. */
  static double step(Precision precision) {
    return precision == Precision.DOUBLE ? 1e-5 : 3e-3;
  }

  /**
   * How far products with two step lengths, one twice the other, are apart on a few examples,
   * relative to them: about three times the larger one's truncation.
   */
  static double error(TorchModel model, Batch some, Mode mode) {
    try (DifferenceGraph graph = new DifferenceGraph(model, some, mode);
        TorchVector one = model.space().zero();
        TorchVector other = model.space().zero()) {
      graph.apply(graph.gradient, one, 1);
      graph.apply(graph.gradient, other, 2);
      double length = one.norm();
      other.add(-1, one);
      return length > 0 ? other.norm() / length : 0;
    }
  }

  @Override
  public TorchSpace space() {
    return model.space();
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public TorchVector gradient() {
    return gradient;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    apply(model.mine(argument), model.mine(result), 1);
  }

  private void apply(TorchVector direction, TorchVector result, double stretch) {
    double length = direction.norm();
    if (!(length > 0)) {
      result.scale(0);
      return;
    }
    double h = stretch * step(space().precision()) * (1 + weights.norm()) / length;
    TorchVector live = model.parameters();
    try (TorchVector now = live.copy();
        TorchVector back = space().zero()) {
      try {
        live.set(weights);
        live.add(h, direction);
        Gradients.of(model, batch, mode, result);
        live.set(weights);
        live.add(-h, direction);
        Gradients.of(model, batch, mode, back);
      } finally {
        live.set(now);
      }
      result.add(-1, back);
      result.scale(1 / (2 * h));
    }
  }

  @Override
  public void close() {
    gradient.close();
    weights.close();
  }
}
