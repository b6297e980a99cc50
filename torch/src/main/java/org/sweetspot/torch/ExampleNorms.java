package org.sweetspot.torch;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tensor.Squares;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * Squared norms of single examples' gradients, parameter tensor by parameter tensor.
 *
 * <p>Networks made of our layers: one forward pass for several quantities, whose norms the layers
 * know, often without the gradients (Goodfellow 2015). Scripted modules whose layers are not known:
 * a gradient for each example and quantity.
 */
final class ExampleNorms {
  private final TorchModel model;
  private final List<ExampleQuantity> quantities;
  private final int parameters;

  ExampleNorms(TorchModel model, List<ExampleQuantity> quantities) {
    this.model = model;
    this.quantities = quantities;
    this.parameters = model.space().groups().size();
  }

  /** Of the first quantity's whole gradients, by example. */
  double[] whole(Batch batch) {
    if (model.bound() instanceof Tappable) {
      return OutputGradients.whole(of(batch)[0]);
    }
    double[] norms = new double[batch.size()];
    new ExampleGradients(model, quantities.get(0))
        .visitOneByOne(batch, (position, gradient) -> norms[position] = gradient.dot(gradient));
    return norms;
  }

  /** By quantity, by parameter tensor, by example. */
  double[][][] of(Batch batch) {
    double[][][] norms = new double[quantities.size()][parameters][batch.size()];
    if (!(model.bound() instanceof Tappable network)) {
      for (int q = 0; q < norms.length; q++) {
        oneByOne(batch, quantities.get(q), norms[q]);
      }
      return norms;
    }
    int size = ExampleGradients.piece(model);
    for (int from = 0; from < batch.size(); from += size) {
      Batch piece = batch.slice(from, Math.min(batch.size(), from + size));
      int together = together(piece.size());
      for (int first = 0; first < norms.length; first += together) {
        int end = Math.min(norms.length, first + together);
        try (PointerScope scope = model.enter()) {
          Tensor sums = sums(network, piece, from, quantities.subList(first, end));
          DoublePointer numbers = new DoublePointer(sums.cpu().data_ptr());
          for (int row = 0; row < (end - first) * parameters; row++) {
            numbers
                .position((long) row * piece.size())
                .get(norms[first + row / parameters][row % parameters], from, piece.size());
          }
        }
      }
    }
    return norms;
  }

  /** Quantities whose derivatives with respect to the layers' outputs are held at a time. */
  private int together(int examples) {
    long each = Math.max(1, examples * model.network().activations());
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ExampleGradients.ENTRIES / each));
  }

  /** Quantities x parameter tensors x examples, in double precision. */
  private Tensor sums(Tappable network, Batch piece, int from, List<ExampleQuantity> some) {
    LayerDeltas seen = LayerDeltas.of(model, network, piece, from, some);
    Tensor sums =
        torch.zeros(
            new long[] {some.size(), parameters, piece.size()},
            model.space().place().options(ScalarType.Double));
    if (seen.tapped().eachParameterOnce()) {
      for (int layer = 0; layer < seen.tapped().taps().size(); layer++) {
        addLayer(seen, layer, sums);
      }
      return sums;
    }
    for (int q = 0; q < some.size(); q++) {
      Tensor gradients = seen.gradients(model, q, piece.size());
      for (int p = 0; p < parameters; p++) {
        ParameterGroup group = model.space().groups().get(p);
        Tensor part = gradients.narrow(1, group.offset(), group.size());
        sums.select(0, q).select(0, p).copy_(Squares.ofEach(part));
      }
    }
    return sums;
  }

  private void addLayer(LayerDeltas seen, int layer, Tensor sums) {
    Pass.Tap tap = seen.tapped().taps().get(layer);
    try (PointerScope scope = model.enter()) {
      Function<Tensor, List<Tensor>> norms = tap.layer().squaredNorms(tap.input().detach());
      for (int q = 0; q < seen.byQuantity().size(); q++) {
        Tensor delta = seen.byQuantity().get(q).get(layer);
        if (delta.defined()) {
          List<Tensor> each = norms.apply(delta);
          for (int j = 0; j < each.size(); j++) {
            int parameter = tap.layer().parameters().get(j);
            sums.select(0, q).select(0, parameter).copy_(each.get(j));
          }
        }
      }
    }
  }

  private void oneByOne(Batch batch, ExampleQuantity quantity, double[][] norms) {
    new ExampleGradients(model, quantity)
        .visitOneByOne(
            batch,
            (position, gradient) -> {
              for (int p = 0; p < parameters; p++) {
                try (ParameterVector part = gradient.view(model.space().groups().get(p))) {
                  norms[p][position] = part.dot(part);
                }
              }
            });
  }
}
