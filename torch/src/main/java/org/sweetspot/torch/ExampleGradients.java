package org.sweetspot.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample.GradientVisitor;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tensor.Autograd;

/**
 * The gradient of each example's loss, or of a weighted sum of its outputs.
 *
 * <p>For networks made of our layers: one backward pass gives the derivatives with respect to every
 * layer's outputs (the deltas), and each layer combines its inputs with its deltas (Goodfellow
 * 2015; for convolutions patches and batched products, Rochette 2019). For scripted modules whose
 * layers are not known: a loop over single examples, at the cost of a gradient each.
 */
final class ExampleGradients {
  /** Entries of gradients held at a time: 64 MB in single precision. */
  static final long ENTRIES = 1 << 24;

  /** Few enough to tell much, and enough that calls into scripted modules do not dominate. */
  private static final int GROUP = 16;

  private final TorchModel model;
  private final ExampleQuantity quantity;

  ExampleGradients(TorchModel model, ExampleQuantity quantity) {
    this.model = model;
    this.quantity = quantity;
  }

  /** Hands over each example's gradient in order. */
  void visit(Batch batch, GradientVisitor visitor) {
    if (!(model.bound() instanceof Tappable network)) {
      visitOneByOne(batch, visitor);
      return;
    }
    int size = piece(model);
    for (int from = 0; from < batch.size(); from += size) {
      Batch piece = batch.slice(from, Math.min(batch.size(), from + size));
      try (PointerScope scope = model.enter()) {
        LayerDeltas deltas = LayerDeltas.of(model, network, piece, from, List.of(quantity));
        Tensor all = deltas.gradients(model, 0, piece.size());
        for (int i = 0; i < piece.size(); i++) {
          try (TorchVector row = TorchVector.over(model.space(), all.select(0, i))) {
            visitor.visit(from + i, row);
          }
        }
      }
    }
  }

  /** Examples in a group whose norms cost little more than a gradient over all of them. */
  static int cheapGroup(BoundNetwork network) {
    return network instanceof Tappable ? 1 : GROUP;
  }

  /** Squared norm of the gradients' sum over each group, by a gradient call for each. */
  double[] squaredNorms(Batch batch, int group) {
    double[] norms = new double[(batch.size() + group - 1) / group];
    for (int g = 0; g < norms.length; g++) {
      int from = g * group;
      Batch part = batch.slice(from, Math.min(batch.size(), from + group));
      try (PointerScope scope = model.enter()) {
        for (Tensor gradient : sum(part, from)) {
          if (gradient.defined()) {
            // Sums of squares in double precision, as everywhere; nothing is copied together.
            norms[g] +=
                gradient.square().sum(new ScalarTypeOptional(ScalarType.Double)).item_double();
          }
        }
      }
    }
    return norms;
  }

  /** Derivatives of the piece's total with respect to each parameter. */
  private List<Tensor> sum(Batch piece, int from) {
    Tensor outputs = model.bound().forward(model.data().inputs(piece), Mode.EVALUATE, Order.FIRST);
    Tensor total = quantity.of(outputs, piece, from).sum();
    return Autograd.grad(List.of(total), model.bound().leaves(), List.of(), false, false);
  }

  /** One gradient call for each example: the reference, and the way where layers are not known. */
  void visitOneByOne(Batch batch, GradientVisitor visitor) {
    try (TorchVector gradient = model.space().zero()) {
      for (int i = 0; i < batch.size(); i++) {
        Batch one = batch.slice(i, i + 1);
        try (PointerScope scope = model.enter()) {
          Gradients.flatten(sum(one, i), gradient);
        }
        visitor.visit(i, gradient);
      }
    }
  }

  /** Examples whose gradients, and all that layers put out for them, are held at a time. */
  static int piece(TorchModel model) {
    long largest = Math.max(model.space().dimension(), model.network().activations());
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ENTRIES / largest));
  }
}
