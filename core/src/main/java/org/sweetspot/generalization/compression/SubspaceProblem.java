package org.sweetspot.generalization.compression;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/**
 * A problem in a random subspace: weights w = w_0 + P t with few parameters t. Each weight belongs
 * to one random parameter with a random sign, over the root of how many share it, so that the
 * columns of P are orthonormal; a product costs one pass over the weights. Gradient: P' g. Source:
 * the intrinsic dimension of Li et al. 2018, with the sparse projection of Charikar, Chen and
 * Farach-Colton 2002. The problem inside stays the caller's, its weights are moved.
 */
final class SubspaceProblem implements Reparametrized {
  private final Problem inner;
  private final double[] start;
  private final int[] owner;
  private final double[] factor;
  private final ArrayVector parameters;
  private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();
  private final ParameterVector scratch;

  /**
   * Starts at the problem's weights.
   *
   * @param dimension parameters
   * @param stream of owners and signs, which the decoder draws too
   */
  SubspaceProblem(Problem inner, int dimension, RandomStream stream) {
    this.inner = inner;
    this.start = inner.parameters().toArray();
    this.owner = new int[start.length];
    this.factor = new double[start.length];
    int[] shared = new int[dimension];
    for (int i = 0; i < start.length; i++) {
      owner[i] = stream.nextInt(dimension);
      shared[owner[i]]++;
      factor[i] = (stream.nextLong() & 1) == 0 ? 1 : -1;
    }
    for (int i = 0; i < start.length; i++) {
      factor[i] /= Math.sqrt(shared[owner[i]]);
    }
    this.parameters = ArraySpace.of("subspace", dimension).zero();
    this.scratch = inner.space().zero();
  }

  @Override
  public void place(double[] at) {
    double[] weights = new double[start.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = start[i] + factor[i] * at[owner[i]];
    }
    inner.parameters().set(weights);
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

  @Override
  public double loss(Batch batch, Mode mode) {
    place(parameters.toArray());
    return inner.loss(batch, mode);
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    place(parameters.toArray());
    double loss = inner.gradient(batch, mode, scratch);
    double[] whole = scratch.toArray();
    double[] gradient = new double[(int) parameters.space().dimension()];
    for (int i = 0; i < whole.length; i++) {
      gradient[owner[i]] += factor[i] * whole[i];
    }
    into.set(gradient);
    return loss;
  }

  /** Leaves the problem inside open. */
  @Override
  public void close() {
    parameters.close();
    buffers.close();
    scratch.close();
  }
}
