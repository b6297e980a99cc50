package org.sweetspot.weights;

import java.util.List;
import java.util.stream.Collectors;
import org.sweetspot.problem.Problem;

/**
 * Named tensors of weights, in the order of the model or the file.
 *
 * @param origin where they come from, for messages and reports
 * @param kind what a file was taken for, in words; empty where there is no file
 * @param tensors each loaded only when its entries are asked for
 * @param leftOut what else is there and is no tensor of weights
 * @param notes sentences about the tensors
 */
public record Weights(
    String origin,
    String kind,
    List<WeightTensor> tensors,
    List<LeftOut> leftOut,
    List<String> notes) {
  /** Copies the lists. */
  public Weights {
    tensors = List.copyOf(tensors);
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }

  /** Without notes. */
  public Weights(String origin, String kind, List<WeightTensor> tensors, List<LeftOut> leftOut) {
    this(origin, kind, tensors, leftOut, List.of());
  }

  /** Of no file. */
  public Weights(String origin, List<WeightTensor> tensors, List<LeftOut> leftOut) {
    this(origin, "", tensors, leftOut);
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

  /** What a file was taken for, how many tensors were read, and what was left out and why. */
  public String account() {
    String read = tensors.size() + (tensors.size() == 1 ? " tensor" : " tensors") + " read";
    return "Taken for "
        + kind
        + ": "
        + read
        + (leftOut.isEmpty() ? "" : ", " + leftOut.size() + " left out: " + LeftOut.text(leftOut))
        + "."
        + notes.stream().map(note -> " " + note).collect(Collectors.joining());
  }
}
