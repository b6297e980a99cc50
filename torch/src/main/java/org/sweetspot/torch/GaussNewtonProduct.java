package org.sweetspot.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.vector.ParameterVector;

/**
 * J' H J v without J (Schraudolph 2002): layer by layer where {@link TangentGraph} fits. Else the
 * tangent J v comes from reverse mode alone: J' u is linear in a dummy u, and its derivative
 * against v is J v.
 *
 * @param model whose
 */
record GaussNewtonProduct(TorchModel model) implements GaussNewton {
  @Override
  public void gaussNewtonProduct(
      Batch batch, Mode mode, ParameterVector argument, ParameterVector result) {
    whole(model, batch, mode, model.mine(argument), model.mine(result));
  }

  /** into := G direction on the batch, piece by piece. */
  static void whole(
      TorchModel model, Batch batch, Mode mode, TorchVector direction, TorchVector into) {
    into.scale(0);
    try (TorchVector part = model.space().zero()) {
      for (Batch piece : Pieces.of(model.network(), batch, mode)) {
        compute(model, piece, mode, direction, part);
        into.add((double) piece.size() / batch.size(), part);
      }
    }
  }

  /** into := G direction on the batch in one piece. Cost: about two Hessian-vector products. */
  static void compute(
      TorchModel model, Batch batch, Mode mode, TorchVector direction, TorchVector into) {
    // Measuring must not move running statistics.
    Mode quiet = mode == Mode.TRAIN ? Mode.PROBE : mode;
    if (TangentGraph.fits(model.bound(), quiet)) {
      try (TangentGraph graph = new TangentGraph(model, batch, quiet)) {
        graph.gaussNewton().orElseThrow().apply(direction, into);
      }
    } else {
      inReverseModeAlone(model, batch, quiet, direction, into);
    }
  }

  static void inReverseModeAlone(
      TorchModel model, Batch batch, Mode mode, TorchVector direction, TorchVector into) {
    try (PointerScope scope = model.enter()) {
      List<Tensor> leaves = model.bound().leaves();
      Tensor logits =
          TorchModel.rows(model.bound().forward(model.data().inputs(batch), mode, Order.SECOND));
      Tensor dummy = torch.zeros_like(logits).set_requires_grad(true);
      List<Tensor> pulled = Autograd.grad(List.of(logits), leaves, List.of(dummy), true, true);
      List<Tensor> views = Gradients.views(direction);
      List<Tensor> outputs = new java.util.ArrayList<>();
      List<Tensor> seeds = new java.util.ArrayList<>();
      for (int i = 0; i < pulled.size(); i++) {
        if (pulled.get(i).defined()) {
          outputs.add(pulled.get(i));
          seeds.add(views.get(i));
        }
      }
      Tensor tangent = Autograd.grad(outputs, List.of(dummy), seeds, true, false).get(0);
      Tensor bent =
          model
              .objective()
              .hessianTimes(logits.detach(), tangent, model.data().wanted(batch), mode)
              .mul(new Scalar(1.0 / logits.size(0)));
      Gradients.flatten(Autograd.grad(List.of(logits), leaves, List.of(bent), false, false), into);
    }
  }
}
