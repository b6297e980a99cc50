package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Parametric;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.torch.tensor.TensorMatrix;

/**
 * The empirical tangent kernel by blocks of examples.
 *
 * <p>For networks made of our layers the deltas of one class at a time, combined with the layers'
 * inputs, give the examples' gradients layer by layer: K adds up their products, and no example's
 * whole gradient is ever held. Of a dense layer with one row for each example not even the layer's:
 * its gradient is an outer product, so that its part of K_ij is (delta_i . delta_j)(x_i . x_j). For
 * scripted modules whose layers are not known whole rows of the Jacobian are computed one by one.
 * Products are taken in the engine's precision and added up in double.
 */
final class TangentGram {
  private final TorchModel model;
  private final BoundNetwork network;
  private final Batch batch;
  private final long entries;
  private final long classes;

  /**
   * A kernel to compute.
   *
   * @param network over the weights at which it is taken
   * @param bytes of gradients to hold at once
   */
  TangentGram(TorchModel model, BoundNetwork network, Batch batch, long bytes) {
    this.model = model;
    this.network = network;
    this.batch = batch;
    this.entries = Math.max(1, bytes / model.space().precision().bytes() / 4);
    try (PointerScope scope = model.enter();
        NoGradGuard guard = new NoGradGuard()) {
      Feed one = model.data().inputs(batch.slice(0, 1));
      this.classes = network.forward(one, Mode.EVALUATE, Order.FIRST).size(-1);
    }
  }

  Matrix compute() {
    int n = batch.size();
    double[] kernel = new double[n * n];
    boolean layered = network instanceof Tappable;
    long each = layered ? 2 * model.network().activations() : model.space().dimension() * classes;
    int size = (int) Math.max(1, Math.min(n, entries / Math.max(1, each)));
    for (int from = 0; from < n; from += size) {
      int to = Math.min(n, from + size);
      try (PointerScope scope = model.enter()) {
        Rows left = rows(from, to);
        for (int other = from; other < n; other += size) {
          int end = Math.min(n, other + size);
          try (PointerScope inner = model.enter()) {
            Matrix part = TensorMatrix.of(left.times(other == from ? left : rows(other, end)));
            for (int i = 0; i < part.rows(); i++) {
              for (int j = 0; j < part.columns(); j++) {
                kernel[(from + i) * n + other + j] = part.get(i, j);
                kernel[(other + j) * n + from + i] = part.get(i, j);
              }
            }
          }
        }
      }
    }
    return new Matrix(n, n, kernel);
  }

  /** What is known of the gradients of some examples. */
  private interface Rows {
    /** The block of K between these examples and others of the same kind; doubles. */
    Tensor times(Rows other);
  }

  private Rows rows(int from, int to) {
    Batch piece = batch.slice(from, to);
    if (network instanceof Tappable tappable) {
      Tappable.Tapped tapped = tappable.tapped(model.data().inputs(piece).first(), Mode.EVALUATE);
      if (tapped.eachParameterOnce()) {
        return layers(tapped, piece);
      }
    }
    return jacobian(piece);
  }

  private Rows layers(Tappable.Tapped tapped, Batch piece) {
    Tensor logits = TorchModel.rows(tapped.outputs());
    requireRows(logits, piece);
    List<Tensor> outputs = tapped.taps().stream().map(Pass.Tap::output).toList();
    List<List<Tensor>> deltas = new ArrayList<>();
    for (long c = 0; c < logits.size(1); c++) {
      deltas.add(
          Autograd.grad(
              List.of(logits.select(1, c).sum()),
              outputs,
              List.of(),
              c + 1 < logits.size(1),
              false));
    }
    return new Layers(
        tapped.taps().stream().map(Pass.Tap::layer).toList(),
        tapped.taps().stream().map(tap -> tap.input().detach()).toList(),
        deltas,
        piece.size());
  }

  private static void requireRows(Tensor logits, Batch piece) {
    if (logits.size(0) != piece.size()) {
      throw new IllegalArgumentException(
          "tangent kernel: expected one row of logits for each example, got "
              + logits.size(0)
              + " rows for "
              + piece.size()
              + " examples");
    }
  }

  /** Inputs and deltas of each layer, the deltas class by class. */
  private final class Layers implements Rows {
    private final List<Parametric> layers;
    private final List<Tensor> inputs;
    private final List<List<Tensor>> deltas;
    private final int size;

    private Layers(
        List<Parametric> layers, List<Tensor> inputs, List<List<Tensor>> deltas, int size) {
      this.layers = layers;
      this.inputs = inputs;
      this.deltas = deltas;
      this.size = size;
    }

    @Override
    public Tensor times(Rows rows) {
      Layers other = (Layers) rows;
      try (NoGradGuard guard = new NoGradGuard()) {
        Tensor sum =
            torch.zeros(
                new long[] {size, other.size}, model.space().place().options(ScalarType.Double));
        for (int layer = 0; layer < layers.size(); layer++) {
          for (int c = 0; c < deltas.size(); c++) {
            try (PointerScope scope = model.enter()) {
              add(sum, other, layer, c);
            }
          }
        }
        return sum;
      }
    }

    private void add(Tensor sum, Layers other, int layer, int c) {
      Tensor delta = deltas.get(c).get(layer);
      Tensor otherDelta = other.deltas.get(c).get(layer);
      if (!delta.defined() || !otherDelta.defined()) {
        return;
      }
      Parametric parametric = layers.get(layer);
      Tensor input = inputs.get(layer);
      Tensor otherInput = other.inputs.get(layer);
      if (parametric.isOuterProduct() && input.dim() == 2) {
        Tensor products = torch.matmul(input, otherInput.t());
        if (parametric.parameters().size() > 1) {
          products.add_(new org.bytedeco.pytorch.Scalar(1));
        }
        sum.add_(torch.matmul(delta, otherDelta.t()).mul(products).to(ScalarType.Double));
        return;
      }
      long width =
          parametric.parameters().stream()
              .mapToLong(index -> model.space().groups().get(index).size())
              .sum();
      int step = (int) Math.max(1, Math.min(Math.max(size, other.size), entries / width));
      for (int i = 0; i < size; i += step) {
        int rows = Math.min(step, size - i);
        List<Tensor> left =
            parametric.exampleGradients(input.narrow(0, i, rows), delta.narrow(0, i, rows));
        for (int j = 0; j < other.size; j += step) {
          int columns = Math.min(step, other.size - j);
          boolean same = other == this && i == j;
          List<Tensor> right =
              same
                  ? left
                  : parametric.exampleGradients(
                      otherInput.narrow(0, j, columns), otherDelta.narrow(0, j, columns));
          Tensor block = sum.narrow(0, i, rows).narrow(1, j, columns);
          for (int k = 0; k < left.size(); k++) {
            block.add_(torch.matmul(left.get(k), right.get(k).t()).to(ScalarType.Double));
          }
        }
      }
    }
  }

  /** Whole rows of the Jacobian: one forward pass an example, one backward pass a class. */
  private Rows jacobian(Batch piece) {
    Place place = model.space().place();
    Tensor rows =
        torch.zeros(new long[] {classes, piece.size(), model.space().dimension()}, place.options());
    for (int i = 0; i < piece.size(); i++) {
      try (PointerScope scope = model.enter()) {
        Batch one = piece.slice(i, i + 1);
        Tensor logits =
            TorchModel.rows(network.forward(model.data().inputs(one), Mode.EVALUATE, Order.FIRST));
        requireRows(logits, one);
        for (long c = 0; c < classes; c++) {
          Tensor row = rows.select(0, c).select(0, i);
          try (TorchVector target = TorchVector.over(model.space(), row)) {
            Gradients.flatten(
                Autograd.grad(
                    List.of(logits.select(1, c).sum()),
                    network.leaves(),
                    List.of(),
                    c + 1 < classes,
                    false),
                target);
          }
        }
      }
    }
    return new Jacobian(rows);
  }

  private record Jacobian(Tensor rows) implements Rows {
    @Override
    public Tensor times(Rows other) {
      try (NoGradGuard guard = new NoGradGuard()) {
        Tensor products = torch.bmm(rows, ((Jacobian) other).rows.transpose(1, 2));
        return products.to(ScalarType.Double).sum(0);
      }
    }
  }
}
