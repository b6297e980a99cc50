package org.sweetspot.torch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample.GradientVisitor;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Parametric;
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.torch.tensor.Squares;
import org.sweetspot.vector.ParameterGroup;

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
  private static final long ENTRIES = 1 << 24;

  /** Few enough to tell much, and enough that calls into scripted modules do not dominate. */
  private static final int GROUP = 16;

  private final TorchProblem problem;
  private final Quantity quantity;

  /** What is differentiated, one number for each example of a piece. */
  @FunctionalInterface
  private interface Quantity {
    Tensor of(Tensor outputs, Batch piece, int from);
  }

  private ExampleGradients(TorchProblem problem, Quantity quantity) {
    this.problem = problem;
    this.quantity = quantity;
  }

  /** Gradients of the examples' losses. */
  static ExampleGradients ofLosses(TorchProblem problem) {
    return new ExampleGradients(
        problem, (outputs, piece, from) -> problem.exampleLosses(outputs, piece));
  }

  /**
   * Gradients of weighted sums of the examples' outputs.
   *
   * @param coefficients examples x classes, for the whole batch that will be asked about
   * @param examples of that batch
   */
  static ExampleGradients ofOutputs(TorchProblem problem, double[] coefficients, int examples) {
    return new ExampleGradients(
        problem,
        (outputs, piece, from) -> {
          Tensor rows = TorchProblem.rows(outputs);
          int classes = Math.toIntExact(rows.size(1));
          requireRows(rows.size(0), piece.size());
          if (coefficients.length != (long) examples * classes) {
            throw new IllegalArgumentException(
                "gradients of outputs: expected "
                    + examples
                    + " x "
                    + classes
                    + " coefficients, got "
                    + coefficients.length);
          }
          double[] part =
              Arrays.copyOfRange(coefficients, from * classes, (from + piece.size()) * classes);
          Tensor weights =
              torch.from_blob(
                  new DoublePointer(part),
                  new long[] {piece.size(), classes},
                  Place.cpu(ScalarType.Double));
          return rows.mul(problem.space().place().cast(weights)).sum(1);
        });
  }

  private static void requireRows(long rows, int examples) {
    if (rows != examples) {
      throw new IllegalArgumentException(
          "gradients of outputs: expected one row of logits for each example, got "
              + rows
              + " rows for "
              + examples
              + " examples");
    }
  }

  /** Hands over each example's gradient in order. */
  void visit(Batch batch, GradientVisitor visitor) {
    if (!(problem.bound() instanceof Tappable network)) {
      visitOneByOne(batch, visitor);
      return;
    }
    for (int from = 0; from < batch.size(); ) {
      Batch piece = batch.slice(from, Math.min(batch.size(), from + piece()));
      try (PointerScope scope = problem.enter()) {
        Tensor all = whole(deltas(network, piece, from), piece.size());
        for (int i = 0; i < piece.size(); i++) {
          try (TorchVector row = TorchVector.over(problem.space(), all.select(0, i))) {
            visitor.visit(from + i, row);
          }
        }
      }
      from += piece.size();
    }
  }

  /** Squared norm of each example's gradient, without holding all of them. */
  double[] squaredNorms(Batch batch) {
    double[] norms = new double[batch.size()];
    if (!(problem.bound() instanceof Tappable network)) {
      visitOneByOne(batch, (position, gradient) -> norms[position] = gradient.dot(gradient));
      return norms;
    }
    for (int from = 0; from < batch.size(); ) {
      Batch piece = batch.slice(from, Math.min(batch.size(), from + piece()));
      try (PointerScope scope = problem.enter()) {
        Tensor sums = squaredNorms(deltas(network, piece, from), piece.size());
        new DoublePointer(sums.cpu().data_ptr()).get(norms, from, piece.size());
      }
      from += piece.size();
    }
    return norms;
  }

  /** Examples in a group whose norms cost little more than a gradient over all of them. */
  static int cheapGroup(BoundNetwork network) {
    return network instanceof Tappable ? 1 : GROUP;
  }

  /** Squared norm of the gradients' sum over each group, by a gradient call for each. */
  double[] squaredNorms(Batch batch, int group) {
    if (group == 1) {
      return squaredNorms(batch);
    }
    double[] norms = new double[(batch.size() + group - 1) / group];
    for (int g = 0; g < norms.length; g++) {
      int from = g * group;
      Batch part = batch.slice(from, Math.min(batch.size(), from + group));
      try (PointerScope scope = problem.enter()) {
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
    Tensor outputs =
        problem.bound().forward(problem.data().inputs(piece), Mode.EVALUATE, Order.FIRST);
    Tensor total = quantity.of(outputs, piece, from).sum();
    return Autograd.grad(List.of(total), problem.bound().leaves(), List.of(), false, false);
  }

  /** One gradient call for each example: the reference, and the way where layers are not known. */
  void visitOneByOne(Batch batch, GradientVisitor visitor) {
    try (TorchVector gradient = problem.space().zero()) {
      for (int i = 0; i < batch.size(); i++) {
        Batch one = batch.slice(i, i + 1);
        try (PointerScope scope = problem.enter()) {
          Gradients.flatten(sum(one, i), gradient);
        }
        visitor.visit(i, gradient);
      }
    }
  }

  /** What each layer saw, and the derivatives of the piece's total with respect to its outputs. */
  private record Deltas(Tappable.Tapped tapped, List<Tensor> deltas) {}

  private Deltas deltas(Tappable network, Batch piece, int from) {
    Tappable.Tapped tapped = network.tapped(problem.data().inputs(piece), Mode.EVALUATE);
    Tensor total = quantity.of(tapped.outputs(), piece, from).sum();
    List<Tensor> outputs = tapped.taps().stream().map(Pass.Tap::output).toList();
    return new Deltas(tapped, Autograd.grad(List.of(total), outputs, List.of(), false, false));
  }

  /** The examples' gradients, one in each row. */
  private Tensor whole(Deltas seen, int examples) {
    Tensor all =
        torch.zeros(
            new long[] {examples, problem.space().dimension()},
            problem.parameters().tensor().options());
    visit(
        seen,
        (layer, input, delta) -> {
          List<Tensor> gradients = layer.exampleGradients(input, delta);
          for (int j = 0; j < gradients.size(); j++) {
            ParameterGroup group = problem.space().groups().get(layer.parameters().get(j));
            all.narrow(1, group.offset(), group.size()).add_(gradients.get(j));
          }
        });
    return all;
  }

  /** Layer by layer, where no parameter has gradients from two of them. */
  private Tensor squaredNorms(Deltas seen, int examples) {
    if (!seen.tapped().eachParameterOnce()) {
      return Squares.ofEach(whole(seen, examples));
    }
    Tensor sums =
        torch.zeros(new long[] {examples}, problem.space().place().options(ScalarType.Double));
    visit(seen, (layer, input, delta) -> sums.add_(layer.squaredNorms(input, delta)));
    return sums;
  }

  @FunctionalInterface
  private interface LayerVisitor {
    void visit(Parametric layer, Tensor input, Tensor delta);
  }

  private static void visit(Deltas seen, LayerVisitor visitor) {
    for (int i = 0; i < seen.deltas().size(); i++) {
      if (seen.deltas().get(i).defined()) {
        Pass.Tap tap = seen.tapped().taps().get(i);
        visitor.visit(tap.layer(), tap.input().detach(), seen.deltas().get(i));
      }
    }
  }

  private int piece() {
    long largest = Math.max(problem.space().dimension(), problem.network().activations());
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ENTRIES / largest));
  }
}
