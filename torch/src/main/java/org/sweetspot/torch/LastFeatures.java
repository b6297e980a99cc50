package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.TensorMatrix;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.Precision;

/**
 * The features that enter the last layer.
 *
 * <p>Networks made of our layers show them. Where layers are not known only the outputs are seen,
 * but z_rk = W_k h_r + b_k makes the derivative of z_rk - z_rl with respect to row k of W equal to
 * h_r: one backward pass with respect to W alone of the sum over rows r with different k and l
 * gives half as many features as there are classes. Either way z = W h + b is verified on every
 * row, up to a number that all classes of a row share, as logarithms of probabilities have it.
 */
final class LastFeatures implements Features {
  private final TorchModel model;

  LastFeatures(TorchModel model) {
    this.model = model;
  }

  /** Features of all pieces one after another, or why they are hidden. */
  @Override
  public LastLayer lastLayer(Batch batch) {
    List<Batch> pieces = Pieces.of(model.network(), batch, Mode.EVALUATE);
    List<LastLayer.Seen> seen = new ArrayList<>();
    for (Batch piece : pieces) {
      LastLayer layer = of(piece);
      if (!(layer instanceof LastLayer.Seen part)) {
        return layer;
      }
      seen.add(part);
    }
    LastLayer.Seen first = seen.get(0);
    if (seen.size() == 1) {
      return first;
    }
    int width = first.features().columns();
    int rows = seen.stream().mapToInt(part -> part.features().rows()).sum();
    double[] features = new double[Math.multiplyExact(rows, width)];
    int at = 0;
    for (LastLayer.Seen part : seen) {
      double[] entries = part.features().entries();
      System.arraycopy(entries, 0, features, at, entries.length);
      at += entries.length;
    }
    return new LastLayer.Seen(new Matrix(rows, width, features), first.weight(), first.bias());
  }

  private LastLayer of(Batch batch) {
    try (PointerScope scope = model.enter()) {
      Feed inputs = model.data().inputs(batch);
      if (model.bound() instanceof Tappable network) {
        Tappable.Tapped tapped = network.tapped(inputs.first(), Mode.EVALUATE);
        Tensor logits = TorchModel.rows(tapped.outputs()).detach();
        Pass.Tap last = tapped.taps().get(tapped.taps().size() - 1);
        int index = last.layer().parameters().get(0);
        Tensor features = last.input().detach();
        ParameterGroup group = model.space().groups().get(index);
        if (group.shape().size() != 2 || features.size(-1) != group.shape().get(1)) {
          return new LastLayer.Hidden(
              "needs a network that ends with a dense layer, got " + group.name() + " at its end");
        }
        return verified(
            features.reshape(-1, features.size(-1)),
            index,
            logits,
            last.layer().parameters().size() > 1 ? last.layer().parameters().get(1) : -1);
      }
      return differentiated(inputs);
    }
  }

  private LastLayer differentiated(Feed inputs) {
    Tensor logits = TorchModel.rows(model.bound().forward(inputs, Mode.EVALUATE, Order.FIRST));
    int classes = Math.toIntExact(logits.size(1));
    int index = lastMatrix(classes);
    if (index < 0) {
      return new LastLayer.Hidden(
          "needs a last layer with a weight of shape "
              + classes
              + " x width, got none among the module's parameters");
    }
    Tensor weight = model.bound().leaves().get(index);
    int rows = Math.toIntExact(logits.size(0));
    List<Tensor> parts = new ArrayList<>();
    int together = Math.max(1, classes / 2);
    for (int from = 0; from < rows; from += together) {
      int count = Math.min(together, rows - from);
      // Row from + k of the outputs speaks for class k, less another class that no row speaks for:
      // what all classes of a row share drops out.
      Tensor some = logits.narrow(0, from, count);
      Tensor speaking = some.narrow(1, 0, count).diagonal().sum();
      if (classes > 1) {
        speaking = speaking.sub(some.narrow(1, together, count).diagonal().sum());
      }
      boolean more = from + together < rows;
      Tensor gradient =
          Autograd.grad(List.of(speaking), List.of(weight), List.of(), more, false).get(0);
      if (!gradient.defined()) {
        return new LastLayer.Hidden(
            "needs a last layer, but the outputs do not depend on "
                + model.space().groups().get(index).name());
      }
      parts.add(gradient.narrow(0, 0, count));
    }
    Tensor features =
        torch.cat(new org.bytedeco.pytorch.TensorVector(parts.toArray(new Tensor[0])), 0);
    int bias = index + 1 < model.space().groups().size() ? index + 1 : -1;
    boolean biased =
        bias >= 0 && model.space().groups().get(bias).shape().equals(List.of((long) classes));
    return verified(features, index, logits.detach(), biased ? bias : -1);
  }

  private int lastMatrix(int classes) {
    List<ParameterGroup> groups = model.space().groups();
    for (int i = groups.size() - 1; i >= 0; i--) {
      List<Long> shape = groups.get(i).shape();
      if (shape.size() == 2 && shape.get(0) == classes) {
        return i;
      }
    }
    return -1;
  }

  private LastLayer verified(Tensor features, int weightIndex, Tensor logits, int biasIndex) {
    Tensor h = features.to(ScalarType.Double);
    Tensor w = model.bound().leaves().get(weightIndex).detach().to(ScalarType.Double);
    Tensor z = logits.to(ScalarType.Double);
    Tensor b =
        biasIndex < 0
            ? torch.zeros(new long[] {1, z.size(1)}, z.options())
            : model.bound().leaves().get(biasIndex).detach().to(ScalarType.Double).reshape(1, -1);
    double scale = z.abs().max().item_double() + h.abs().max().item_double();
    Tensor rest = z.sub(torch.matmul(h, w.t())).sub(b);
    // Logarithms of probabilities are W h + b less one number a row, which changes no probability.
    double off = rest.sub(rest.narrow(1, 0, 1)).abs().max().item_double();
    double rounding = model.space().precision() == Precision.FLOAT ? 1e-4 : 1e-10;
    if (!(off <= rounding * (1 + scale))) {
      return new LastLayer.Hidden(
          String.format(
              java.util.Locale.ROOT,
              "the outputs are not W h + b with W = %s: they differ by up to %.3g; the module does"
                  + " something after its last layer, or orders its parameters otherwise",
              model.space().groups().get(weightIndex).name(),
              off));
    }
    return new LastLayer.Seen(TensorMatrix.of(h), TensorMatrix.of(w), TensorMatrix.of(b));
  }
}
