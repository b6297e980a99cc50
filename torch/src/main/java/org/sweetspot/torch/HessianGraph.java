package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.vector.ParameterVector;

/**
 * The graph of a gradient, differentiated once more for each product (Pearlmutter 1994, in
 * reverse-over-reverse mode): for networks with layers that have no derivatives of their own, see
 * {@link TangentGraph} for the others. It stands over copies of weights and buffers, so that it
 * goes on speaking of them when the model has moved.
 */
final class HessianGraph implements Linearization {
  /** Tensors of the size of each layer's outputs that a graph holds, about. */
  private static final long PER_OUTPUT = 6;

  private final TorchModel model;
  private final TorchVector weights;
  private final TorchVector buffers;
  private final BoundNetwork bound;
  private final TorchVector gradient;
  private final double loss;

  /** Parts of the gradient that depend on the weights, and the groups they belong to. */
  private final List<Handle> parts = new ArrayList<>();

  private final List<Integer> groups = new ArrayList<>();

  HessianGraph(TorchModel model, Batch batch, Mode mode) {
    this.model = model;
    try (PointerScope scope = model.enter()) {
      weights = model.parameters().copy();
      buffers = model.buffers().copy();
      bound = model.network().bind(weights.tensor(), buffers.tensor());
      gradient = model.space().zero();
      Tensor value = model.meanLoss(bound, batch, mode, Order.SECOND);
      List<Tensor> gradients = Autograd.grad(List.of(value), bound.leaves(), List.of(), true, true);
      List<Tensor> plain = new ArrayList<>();
      for (int i = 0; i < gradients.size(); i++) {
        Tensor part = gradients.get(i);
        plain.add(part.defined() ? part.detach() : part);
        if (part.defined() && part.requires_grad()) {
          parts.add(Handle.own(part, "linearization"));
          groups.add(i);
        }
      }
      Gradients.flatten(plain, gradient);
      loss = value.item_double();
    }
  }

  /**
   * About how many bytes a graph holds: copies of weights and gradient, and what two passes over
   * every layer's outputs keep.
   */
  static long bytes(TorchModel model, int examples) {
    long outputs = PER_OUTPUT * examples * model.network().activations();
    return (3 * model.space().dimension() + outputs) * model.space().precision().bytes();
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
    TorchVector direction = model.mine(argument);
    TorchVector target = model.mine(result);
    if (parts.isEmpty()) {
      gradient.tensor();
      target.scale(0);
      return;
    }
    try (PointerScope scope = model.enter()) {
      List<Tensor> views = Gradients.views(direction);
      List<Tensor> seeds = groups.stream().map(views::get).toList();
      List<Tensor> outputs = parts.stream().map(Handle::get).toList();
      Gradients.flatten(Autograd.grad(outputs, bound.leaves(), seeds, true, false), target);
    }
  }

  @Override
  public void close() {
    parts.forEach(Handle::close);
    bound.close();
    gradient.close();
    weights.close();
    buffers.close();
  }
}
