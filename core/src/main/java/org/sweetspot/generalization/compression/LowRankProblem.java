package org.sweetspot.generalization.compression;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * A problem whose weight matrices differ from their random start by products of low rank: W = W_0 +
 * U (V_0 + V)', with V_0 random of the decoder and U, V trained from zero (LoRA, Hu et al. 2022). A
 * kernel counts as the matrix of its output channels. Matrices that two factors would not shorten,
 * and all else, differ by numbers of their own. Gradients: dU = G (V_0 + V), dV = G' U. The problem
 * inside stays the caller's, its weights are moved.
 */
final class LowRankProblem implements Reparametrized {
  private final Problem inner;
  private final double[] start;
  private final List<Part> parts = new ArrayList<>();
  private final ArrayVector parameters;
  private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();
  private final ParameterVector scratch;

  /**
   * A group of weights.
   *
   * @param from first weight
   * @param out rows
   * @param in columns
   * @param at first parameter: of U, then V, or of the difference itself
   * @param random V_0 by rows; empty where the difference is whole
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(int from, int out, int in, int at, double[][] random) {}

  /**
   * Starts at the problem's weights.
   *
   * @param rank of the products
   * @param stream of V_0, which the decoder draws too
   */
  LowRankProblem(Problem inner, int rank, RandomStream stream) {
    this.inner = inner;
    this.start = inner.parameters().toArray();
    int count = 0;
    for (ParameterGroup group : inner.space().groups()) {
      int size = Math.toIntExact(group.size());
      int out = group.shape().isEmpty() ? 1 : Math.toIntExact(group.shape().get(0));
      int in = out == 0 ? 0 : size / out;
      boolean low = group.role() == ParameterGroup.Role.WEIGHT && (long) rank * (out + in) < size;
      double[][] random = new double[low ? in : 0][rank];
      for (double[] row : random) {
        for (int k = 0; k < rank; k++) {
          row[k] = stream.nextGaussian() / Math.sqrt(rank);
        }
      }
      parts.add(new Part(Math.toIntExact(group.offset()), out, in, count, random));
      count += low ? rank * (out + in) : size;
    }
    this.parameters = ArraySpace.of("low rank", count).zero();
    this.scratch = inner.space().zero();
  }

  @Override
  public void place(double[] at) {
    double[] weights = start.clone();
    for (Part part : parts) {
      int size = part.out * part.in;
      if (part.random.length == 0) {
        for (int i = 0; i < size; i++) {
          weights[part.from + i] += at[part.at + i];
        }
        continue;
      }
      int rank = part.random[0].length;
      for (int i = 0; i < part.out; i++) {
        for (int j = 0; j < part.in; j++) {
          double sum = 0;
          for (int k = 0; k < rank; k++) {
            sum += at[part.at + i * rank + k] * right(part, at, j, k);
          }
          weights[part.from + i * part.in + j] += sum;
        }
      }
    }
    inner.parameters().set(weights);
  }

  /** Of V_0 + V. */
  private static double right(Part part, double[] at, int j, int k) {
    int rank = part.random[0].length;
    return part.random[j][k] + at[part.at + (part.out + j) * rank + k];
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    double[] at = parameters.toArray();
    place(at);
    double loss = inner.gradient(batch, mode, scratch);
    double[] whole = scratch.toArray();
    double[] gradient = new double[at.length];
    for (Part part : parts) {
      if (part.random.length == 0) {
        System.arraycopy(whole, part.from, gradient, part.at, part.out * part.in);
        continue;
      }
      int rank = part.random[0].length;
      for (int i = 0; i < part.out; i++) {
        for (int j = 0; j < part.in; j++) {
          double g = whole[part.from + i * part.in + j];
          for (int k = 0; k < rank; k++) {
            gradient[part.at + i * rank + k] += g * right(part, at, j, k);
            gradient[part.at + (part.out + j) * rank + k] += g * at[part.at + i * rank + k];
          }
        }
      }
    }
    into.set(gradient);
    return loss;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    place(parameters.toArray());
    return inner.loss(batch, mode);
  }

  @Override
  public ArrayVector parameters() {
    return parameters;
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return split == Split.TRAIN ? inner.size(split) : 0;
  }

  /** Leaves the problem inside open. */
  @Override
  public void close() {
    parameters.close();
    buffers.close();
    scratch.close();
  }
}
