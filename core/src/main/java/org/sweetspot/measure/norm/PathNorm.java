package org.sweetspot.measure.norm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.LayerMatrices;
import org.sweetspot.weights.Layout;
import org.sweetspot.weights.WeightTensor;

/**
 * Sums over all paths from an input to an output of the product of the weights along it: l1 = sum
 * of |products|, l2 = sqrt of the sum of squared products. Unchanged when one unit of a ReLU
 * network is scaled up and its outgoing weights down.
 *
 * <p>Plain chains of dense layers only: weights of two axes, each layer's inputs as many as the
 * outputs before it. One pass of ones through the absolute (or squared) weights; biases are left
 * out. Exact. Source: Neyshabur, Salakhutdinov and Srebro 2015.
 */
public final class PathNorm implements Measure {
  @Override
  public Card card() {
    return new Card(
        "path-norm",
        "path norm",
        "How strong are all paths through the network together?",
        "a plain chain of dense layers",
        "Does not change when units are rescaled, as norms of single layers do; compare only"
            + " networks of one architecture.",
        "",
        "Neyshabur, Salakhutdinov and Srebro 2015");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    long largest = chain(context).stream().mapToLong(WeightTensor::size).max().orElse(0);
    return List.of(new Work("products along all paths", 0, 0, Double.BYTES * largest));
  }

  @Override
  public Finding judge(Measurement found) {
    double absolute = found.number("l1");
    double square = found.number("l2");
    if (Double.isNaN(absolute) || Double.isNaN(square)) {
      return Finding.READING;
    }
    return square > 0
        ? Finding.of(
            NormFinding.EQUAL_PATHS,
            absolute * absolute / (square * square),
            square * square / absolute)
        : Finding.of(NormFinding.NO_PATH);
  }

  @Override
  public Answer answer(MeasureContext context) {
    List<WeightTensor> chain = chain(context);
    double absolute = sum(chain, Math::abs);
    double squares = sum(chain, weight -> weight * weight);
    return Answer.exact(
        Value.Named.of(Map.of("l1", absolute, "l2", Math.sqrt(squares))),
        "l1: sum over paths of |product of weights|; l2: square root of the sum of squared"
            + " products",
        Conventions.definition(
            "dense layers in order: "
                + chain.stream().map(WeightTensor::name).toList()
                + "; summed over all inputs and outputs; biases left out"));
  }

  private static List<WeightTensor> chain(MeasureContext context) {
    List<WeightTensor> chain = new ArrayList<>();
    for (WeightTensor tensor : context.subject().weights().tensors()) {
      boolean dense = tensor.role() == Role.WEIGHT && tensor.shape().size() == 2;
      if (dense && (chain.isEmpty() || in(tensor) == out(chain.get(chain.size() - 1)))) {
        chain.add(tensor);
      } else if (tensor.role() != Role.BIAS) {
        throw new NotApplicableException(
            "paths are counted in plain chains of dense layers; "
                + tensor.name()
                + " "
                + tensor.shape()
                + (dense ? " does not take what the layer before it gives" : " is no dense layer"));
      }
    }
    if (chain.isEmpty()) {
      throw new NotApplicableException("there are no dense layers");
    }
    return chain;
  }

  private static boolean outFirst(WeightTensor tensor) {
    return tensor.layout() == Layout.OUT_FIRST;
  }

  private static long in(WeightTensor tensor) {
    return tensor.shape().get(outFirst(tensor) ? 1 : 0);
  }

  private static long out(WeightTensor tensor) {
    return tensor.shape().get(outFirst(tensor) ? 0 : 1);
  }

  private static double sum(List<WeightTensor> chain, DoubleUnaryOperator power) {
    double[] strengths = new double[ArraySize.of("inputs", in(chain.get(0)))];
    Arrays.fill(strengths, 1);
    for (WeightTensor tensor : chain) {
      Matrix matrix = LayerMatrices.load(tensor);
      double[] next = new double[ArraySize.of("outputs", out(tensor))];
      for (int row = 0; row < matrix.rows(); row++) {
        for (int column = 0; column < matrix.columns(); column++) {
          double weight = power.applyAsDouble(matrix.get(row, column));
          if (outFirst(tensor)) {
            next[row] += weight * strengths[column];
          } else {
            next[column] += weight * strengths[row];
          }
        }
      }
      strengths = next;
    }
    return Arrays.stream(strengths).sum();
  }
}
