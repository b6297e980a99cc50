package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.problem.Problem;

/**
 * Named tensors of weights, in the order of the model or the file.
 *
 * @param origin where they come from, for messages and reports
 * @param tensors each loaded only when its entries are asked for
 * @param leftOut what else is there and is no tensor of weights
 */
public record Weights(String origin, List<WeightTensor> tensors, List<LeftOut> leftOut) {
  /** Copies the lists. */
  public Weights {
    tensors = List.copyOf(tensors);
    leftOut = List.copyOf(leftOut);
  }

  /** Tensors only. */
  public Weights(String origin, List<WeightTensor> tensors) {
    this(origin, tensors, List.of());
  }

  /** The current parameters of a problem, group by group; they are read when asked for. */
  public static Weights of(Problem problem) {
    return new Weights(
        "the model",
        problem.space().groups().stream()
            .map(group -> (WeightTensor) new ProblemTensor(problem, group))
            .toList());
  }
}
