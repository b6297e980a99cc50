package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.vector.ParameterGroup;

/** Between lists of tensors and flat vectors. */
final class Gradients {
  private Gradients() {}

  /**
   * into := the gradient of the mean loss over a batch at the problem's weights, piece by piece.
   *
   * @return the loss
   */
  static double of(TorchModel model, Batch batch, Mode mode, TorchVector into) {
    List<Batch> pieces = Pieces.of(model.network(), batch, mode);
    if (pieces.size() == 1) {
      return ofPiece(model, batch, mode, into);
    }
    double sum = 0;
    into.scale(0);
    try (TorchVector part = model.space().zero()) {
      for (Batch piece : pieces) {
        sum += piece.size() * ofPiece(model, piece, mode, part);
        into.add((double) piece.size() / batch.size(), part);
      }
    }
    return sum / batch.size();
  }

  private static double ofPiece(TorchModel model, Batch batch, Mode mode, TorchVector into) {
    try (PointerScope scope = model.enter()) {
      Tensor loss = model.meanLoss(model.bound(), batch, mode, Order.FIRST);
      flatten(Autograd.grad(List.of(loss), model.bound().leaves(), List.of(), false, false), into);
      return loss.item_double();
    }
  }

  /** into := the parts one after another, zeros for undefined ones. */
  static void flatten(List<Tensor> parts, TorchVector into) {
    List<ParameterGroup> groups = into.space().groups();
    TensorVector flat = new TensorVector();
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = parts.get(i);
      flat.push_back(
          part.defined()
              ? part.reshape(-1)
              : torch.zeros(new long[] {groups.get(i).size()}, into.tensor().options()));
    }
    if (!parts.isEmpty()) {
      torch.cat_out(into.tensor(), flat, 0);
    }
  }

  /** Shaped views of a vector's groups. */
  static List<Tensor> views(TorchVector vector) {
    List<Tensor> views = new ArrayList<>();
    for (ParameterGroup group : vector.space().groups()) {
      long[] shape = group.shape().stream().mapToLong(Long::longValue).toArray();
      views.add(vector.tensor().narrow(0, group.offset(), group.size()).view(shape));
    }
    return views;
  }
}
