package org.sweetspot.torch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.ExampleProducts;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Tangential;
import org.sweetspot.torch.tangent.Backward;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.Parts;
import org.sweetspot.torch.tangent.Tangent;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Hessian products layer by layer (Pearlmutter 1994, the R-operator): each layer keeps its input
 * and the loss's derivative, and a product is one pass of tangents forward and one backward. It
 * stands over a copy of the weights, so that it goes on speaking of them when the model has moved.
 */
final class TangentGraph implements Linearization {
  private final TorchModel model;
  private final TorchVector weights;
  private final TorchVector buffers;
  private final BoundNetwork bound;
  private final TorchVector gradient;
  private final double loss;
  private final int examples;
  private final Kept kept = new Kept();
  private final Backward network;

  /** The logits, and the loss's derivative with respect to them as a function of them. */
  private final Handle logits;

  private final Handle delta;

  /** Whether a network can be differentiated in this way. */
  static boolean fits(BoundNetwork network, Mode mode) {
    return network instanceof Tangential tangential && tangential.isTangential(mode);
  }

  TangentGraph(TorchModel model, Batch batch, Mode mode) {
    this.model = model;
    this.examples = batch.size();
    try (PointerScope scope = model.enter();
        NoGradGuard guard = new NoGradGuard()) {
      weights = model.parameters().copy();
      buffers = model.buffers().copy();
      bound = model.network().bind(weights.tensor(), buffers.tensor());
      gradient = model.space().zero();
      Forward forward =
          ((Tangential) bound).linearize(model.data().inputs(batch).first(), mode, kept);
      logits = kept.keep(forward.output().detach().set_requires_grad(true));
      try (AutoGradMode on = new AutoGradMode(true)) {
        Tensor value =
            model.objective().mean(TorchModel.rows(logits.get()), model.data().wanted(batch), mode);
        loss = value.item_double();
        delta =
            kept.keep(
                Autograd.grad(List.of(value), List.of(logits.get()), List.of(), true, true).get(0));
      }
      Parts parts = Parts.zero(bound.leaves().size());
      network = forward.backward().at(delta.get().detach(), parts);
      Gradients.flatten(parts.tensors(), gradient);
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
    TorchVector direction = model.mine(argument);
    TorchVector target = model.mine(result);
    try (PointerScope scope = model.enter();
        NoGradGuard guard = new NoGradGuard()) {
      Tangent tangent = tangent(direction);
      Parts product = Parts.zero(bound.leaves().size());
      tangent.backward().at(moved(tangent), product);
      Gradients.flatten(product.tensors(), target);
    }
  }

  /** Backpropagated tangents, without the loss's own derivative: J' H_out J v. */
  @Override
  public Optional<SymmetricOperator> gaussNewton() {
    return Optional.of(new Operator(this::moved));
  }

  /**
   * What each example's outputs gain along the direction, times their derivative, is pulled back:
   * sum J_i' (n d_i) (d_i . J_i v) with d_i the derivative of the mean loss.
   */
  @Override
  public Optional<SymmetricOperator> fisher() {
    return rowsAreExamples()
        ? Optional.of(
            new Operator(
                tangent -> {
                  Tensor own = delta.get().detach();
                  Tensor gain = own.mul(tangent.output()).sum(1).unsqueeze(1);
                  return own.mul(gain).mul_(new Scalar(examples));
                }))
        : Optional.empty();
  }

  private boolean rowsAreExamples() {
    return logits.get().dim() == 2 && logits.get().size(0) == examples;
  }

  /** J' times what the outputs' motion is turned into. */
  private final class Operator implements SymmetricOperator {
    private final Function<Tangent, Tensor> middle;

    Operator(Function<Tangent, Tensor> middle) {
      this.middle = middle;
    }

    @Override
    public TorchSpace space() {
      return model.space();
    }

    @Override
    public void apply(ParameterVector argument, ParameterVector result) {
      TorchVector direction = model.mine(argument);
      TorchVector target = model.mine(result);
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        Parts product = Parts.zero(bound.leaves().size());
        network.pull().at(middle.apply(tangent(direction)), product);
        Gradients.flatten(product.tensors(), target);
      }
    }
  }

  @Override
  public Optional<ExampleProducts> examples() {
    boolean rows = logits.get().dim() == 2 && logits.get().size(0) == examples;
    return kept.tellsExamplesApart() && rows ? Optional.of(new EachExample()) : Optional.empty();
  }

  /** Hessians of single examples: layers keep what they receive apart. */
  private final class EachExample implements ExampleProducts {
    @Override
    public void along(ParameterVector direction, PerExample.GradientVisitor visitor) {
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor rows = rows(direction);
        for (int i = 0; i < examples; i++) {
          try (TorchVector row = TorchVector.over(model.space(), rows.select(0, i))) {
            visitor.visit(i, row);
          }
        }
      }
    }

    @Override
    public double[][] along(ParameterVector direction, List<ParameterVector> onto) {
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        return Products.of(
            Products.Rows.of(rows(direction)),
            Products.Rows.of(space().tensors(onto)),
            space().dimension());
      }
    }

    /** H_i v, examples x entries. */
    private Tensor rows(ParameterVector direction) {
      TensorVector flat = new TensorVector();
      images(direction).tensors().forEach(part -> flat.push_back(part.flatten(1, -1)));
      return torch.cat(flat, 1).mul_(new Scalar(examples));
    }

    @Override
    public void squared(ParameterVector direction, ParameterVector result) {
      TorchVector target = model.mine(result);
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        Parts sum = Parts.zero(bound.leaves().size());
        move(images(direction), sum);
        Gradients.flatten(sum.tensors(), target);
        target.scale(examples);
      }
    }

    /** H_i v / n, since the graph is that of the mean. */
    private Parts images(ParameterVector direction) {
      Parts images = Parts.zeroOfEach(bound.leaves().size());
      move(Parts.of(Gradients.views(model.mine(direction))), images);
      return images.withZeros(bound.leaves(), examples);
    }

    private void move(Parts direction, Parts into) {
      Tangent tangent = network.tangent().along(new Tensor(), direction);
      tangent.backward().at(moved(tangent), into);
    }
  }

  /** How the loss's derivative at the logits moves. */
  private Tensor moved(Tangent tangent) {
    List<Tensor> seeds = List.of(tangent.output());
    return Autograd.grad(List.of(delta.get()), List.of(logits.get()), seeds, true, false).get(0);
  }

  private Tangent tangent(TorchVector direction) {
    return network.tangent().along(new Tensor(), Parts.of(Gradients.views(direction)));
  }

  @Override
  public void close() {
    kept.close();
    bound.close();
    gradient.close();
    weights.close();
    buffers.close();
  }
}
