package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.problem.Problem;

/**
 * Named tensors of weights, in the order of the model or the file.
 *
 * @param origin where they come from, for messages and reports
 * @param tensors each loaded only when its entries are asked for
 */
public record Weights(String origin, List<WeightTensor> tensors) {
  /** Copies the list. */
  public Weights {
    tensors = List.copyOf(tensors);
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
