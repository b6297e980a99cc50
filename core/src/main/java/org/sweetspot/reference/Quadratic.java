package org.sweetspot.reference;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterVector;

/**
 * The simplest problem: a bowl for each example, all of one curvature, each with its own centre.
 *
 * <p>Loss of example i at the weights w: (w - c_i)' A (w - c_i) / 2. The mean over examples has its
 * minimum at the mean centre, Hessian A, and gradient noise of covariance A Cov(c) A everywhere.
 * With all centres equal the gradient has no noise. As least squares with outputs A^(1/2) (w - c_i)
 * its Gauss-Newton matrix is A too. Only the training split has examples; modes make no difference.
 * Exact to rounding; cost of one gradient: p^2 multiplications and one pass over the batch's
 * centres.
 */
public final class Quadratic implements Problem, SecondOrder, GaussNewton, PerExample {
  private final double[][] curvature;
  private final double[][] centres;
  private final ArrayVector weights;
  private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();

  /**
   * Starts at weights of zero.
   *
   * @param curvature A, p x p, symmetric
   * @param centres c, one row of p numbers for each example, at least one
   */
  public Quadratic(double[][] curvature, double[][] centres) {
    int p = curvature.length;
    if (p == 0 || centres.length == 0) {
      throw new IllegalArgumentException(
          "quadratic: expected at least one weight and one example, got "
              + p
              + " and "
              + centres.length);
    }
    this.curvature = Rows.copy("curvature", curvature, p);
    this.centres = Rows.copy("centres", centres, p);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < i; j++) {
        if (curvature[i][j] != curvature[j][i]) {
          throw new IllegalArgumentException(
              "curvature: expected a symmetric matrix, got "
                  + curvature[i][j]
                  + " and "
                  + curvature[j][i]
                  + " at ("
                  + i
                  + ", "
                  + j
                  + ") and its mirror");
        }
      }
    }
    this.weights = ArraySpace.of("weights", p).zero();
  }

  /** A diagonal curvature and one example centred at zero: no noise. */
  public static Quadratic diagonal(double... curvatures) {
    double[][] matrix = new double[curvatures.length][curvatures.length];
    for (int i = 0; i < curvatures.length; i++) {
      matrix[i][i] = curvatures[i];
    }
    return new Quadratic(matrix, new double[1][curvatures.length]);
  }

  @Override
  public ArrayVector parameters() {
    return weights;
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    return split == Split.TRAIN ? centres.length : 0;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    double sum = 0;
    for (double loss : losses(batch)) {
      sum += loss;
    }
    return sum / batch.size();
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    double[] distance = new double[curvature.length];
    for (int index : rows(batch)) {
      double[] own = distance(index);
      for (int j = 0; j < own.length; j++) {
        distance[j] += own[j] / batch.size();
      }
    }
    into.set(times(distance));
    return loss(batch, mode);
  }

  @Override
  public Linearization linearize(Batch batch, Mode mode) {
    ArrayVector gradient = weights.space().zero();
    double loss = gradient(batch, mode, gradient);
    return new MatrixGraph(loss, gradient, this::times);
  }

  @Override
  public void gaussNewtonProduct(
      Batch batch, Mode mode, ParameterVector argument, ParameterVector result) {
    rows(batch);
    result.set(times(argument.toArray()));
  }

  @Override
  public double[] losses(Batch batch) {
    int[] rows = rows(batch);
    double[] losses = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double[] distance = distance(rows[i]);
      losses[i] = Rows.dot(distance, times(distance)) / 2;
    }
    return losses;
  }

  @Override
  public double[] squaredGradientNorms(Batch batch) {
    int[] rows = rows(batch);
    double[] squares = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double[] gradient = times(distance(rows[i]));
      squares[i] = Rows.dot(gradient, gradient);
    }
    return squares;
  }

  @Override
  public void gradients(Batch batch, GradientVisitor visitor) {
    int[] rows = rows(batch);
    try (ArrayVector gradient = weights.space().zero()) {
      for (int i = 0; i < rows.length; i++) {
        visitor.visit(i, gradient.set(times(distance(rows[i]))));
      }
    }
  }

  @Override
  public void close() {
    weights.close();
    buffers.close();
  }

  private int[] rows(Batch batch) {
    return Rows.checked(batch, size(batch.split()));
  }

  private double[] distance(int example) {
    double[] distance = weights.toArray();
    for (int j = 0; j < distance.length; j++) {
      distance[j] -= centres[example][j];
    }
    return distance;
  }

  private double[] times(double[] argument) {
    double[] result = new double[argument.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Rows.dot(curvature[i], argument);
    }
    return result;
  }
}
