package org.sweetspot.torch;

import java.util.ArrayList;
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
import org.sweetspot.torch.model.Pass;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.vector.ParameterGroup;

/**
 * The gradient of each example's loss.
 *
 * <p>For networks made of our layers: one backward pass gives the derivatives with respect to every
 * layer's outputs (the deltas), and each layer combines its inputs with its deltas (Goodfellow
 * 2015; for convolutions patches and batched products, Rochette 2019). For TorchScript modules,
 * whose inside cannot be seen: a loop over single examples, at the cost of a gradient each.
 */
final class ExampleGradients {
  /** Entries of gradients held at a time: 64 MB in single precision. */
  private static final long ENTRIES = 1 << 24;

  private final TorchProblem problem;

  ExampleGradients(TorchProblem problem) {
    this.problem = problem;
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
        Tensor all =
            torch.zeros(
                new long[] {piece.size(), problem.space().dimension()},
                problem.parameters().tensor().options());
        for (Part part : parts(network, piece)) {
          all.narrow(1, part.group().offset(), part.group().size()).add_(part.gradients());
        }
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
        Tensor sum = torch.zeros(new long[] {piece.size()}, options(ScalarType.Double));
        for (Part part : parts(network, piece)) {
          sum.add_(
              part.gradients()
                  .square()
                  .sum(new long[] {1}, false, new ScalarTypeOptional(ScalarType.Double)));
        }
        new DoublePointer(sum.cpu().data_ptr()).get(norms, from, piece.size());
      }
      from += piece.size();
    }
    return norms;
  }

  /** One gradient call for each example: the reference, and the way for foreign modules. */
  void visitOneByOne(Batch batch, GradientVisitor visitor) {
    try (TorchVector gradient = problem.space().zero()) {
      for (int i = 0; i < batch.size(); i++) {
        problem.gradient(batch.slice(i, i + 1), Mode.EVALUATE, gradient);
        visitor.visit(i, gradient);
      }
    }
  }

  /** The examples' gradients with respect to one group, examples x entries. */
  private record Part(ParameterGroup group, Tensor gradients) {}

  private List<Part> parts(Tappable network, Batch piece) {
    Tappable.Tapped tapped = network.tapped(problem.data().inputs(piece), Mode.EVALUATE);
    Tensor total = problem.exampleLosses(tapped.outputs(), piece).sum();
    List<Tensor> outputs = tapped.taps().stream().map(Pass.Tap::output).toList();
    List<Tensor> deltas = Gradients.of(List.of(total), outputs, List.of(), false, false);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < deltas.size(); i++) {
      Pass.Tap tap = tapped.taps().get(i);
      if (deltas.get(i).defined()) {
        List<Tensor> gradients = tap.layer().exampleGradients(tap.input().detach(), deltas.get(i));
        for (int j = 0; j < gradients.size(); j++) {
          int index = tap.layer().parameters().get(j);
          parts.add(new Part(problem.space().groups().get(index), gradients.get(j)));
        }
      }
    }
    return parts;
  }

  private int piece() {
    long largest = Math.max(problem.space().dimension(), problem.network().activations());
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, ENTRIES / largest));
  }

  private org.bytedeco.pytorch.TensorOptions options(ScalarType type) {
    return problem.space().place().options(type);
  }
}
