package org.sweetspot.measure.dynamics;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.SymmetricEigen;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.trajectory.Trajectory;

/**
 * Principal components of the states, from their k x k Gram matrix.
 *
 * <p>D_ij = (x_i - x_0)'(x_j - x_0), J = I - 11'/k; the eigenvalues of J D J are (k times) the
 * variances along the principal directions, and sqrt(lambda_a) u_a the states' coordinates. Signs
 * make the last state's coordinate positive. Differences from the first state keep the digits that
 * a common offset would cost. Memory: two k x k matrices and k stretches of {@value #STRETCH}
 * entries. Cost: one reading of the trajectory, k^2 p / 2 multiplications, O(k^3).
 */
final class PrincipalPlane {
  static final int STRETCH = 2048;

  private final double[] variances;
  private final double[][] coordinates;

  private PrincipalPlane(double[] variances, double[][] coordinates) {
    this.variances = variances;
    this.coordinates = coordinates;
  }

  /** The plane that all measures of a context share. */
  static PrincipalPlane of(MeasureContext context) {
    Trajectory trajectory = Walk.several(context, 3);
    int k = trajectory.size();
    long bytes = 3L * Double.BYTES * k * k;
    if (bytes > context.bench().settings().memory() || k > 20_000) {
      throw new NotApplicableException(
          "principal directions of "
              + k
              + " states need "
              + bytes
              + " bytes, of which "
              + context.bench().settings().memory()
              + " are allowed; measure every tenth state");
    }
    return context
        .bench()
        .shared(PrincipalPlane.class, "trajectory", () -> solve(context, trajectory));
  }

  private static PrincipalPlane solve(MeasureContext context, Trajectory trajectory) {
    int k = trajectory.size();
    double[] gram = centred(gram(trajectory), k);
    SymmetricEigen eigen = context.bench().algebra().decomposition(new Matrix(k, k, gram));
    double[] variances = new double[k];
    for (int a = 0; a < k; a++) {
      // Rounding leaves the null space slightly negative.
      variances[a] = Math.max(0, eigen.values()[a]);
    }
    double[][] coordinates = new double[2][k];
    for (int a = 0; a < 2; a++) {
      double sign = eigen.vectors().get(k - 1, a) < 0 ? -1 : 1;
      for (int i = 0; i < k; i++) {
        coordinates[a][i] = sign * Math.sqrt(variances[a]) * eigen.vectors().get(i, a);
      }
    }
    return new PrincipalPlane(variances, coordinates);
  }

  private static double[] gram(Trajectory trajectory) {
    int k = trajectory.size();
    double[] gram = new double[k * k];
    double[] first = new double[STRETCH];
    double[][] away = new double[k][STRETCH];
    for (long from = 0; from < trajectory.dimension(); from += STRETCH) {
      int width = (int) Math.min(STRETCH, trajectory.dimension() - from);
      trajectory.read(0, from, first, width);
      for (int i = 1; i < k; i++) {
        trajectory.read(i, from, away[i], width);
        for (int j = 0; j < width; j++) {
          away[i][j] -= first[j];
        }
        for (int other = 1; other <= i; other++) {
          gram[i * k + other] += dot(away[i], away[other], width);
        }
      }
    }
    return gram;
  }

  private static double dot(double[] a, double[] b, int width) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 1 < width; i += 2) {
      even += a[i] * b[i];
      odd += a[i + 1] * b[i + 1];
    }
    return i < width ? even + odd + a[i] * b[i] : even + odd;
  }

  /** J D J of a matrix of which the lower triangle is given. */
  private static double[] centred(double[] gram, int k) {
    double[] means = new double[k];
    double mean = 0;
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < i; j++) {
        gram[j * k + i] = gram[i * k + j];
      }
    }
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        means[i] += gram[i * k + j] / k;
      }
      mean += means[i] / k;
    }
    if (!Double.isFinite(mean)) {
      throw new UndefinedException(
          "trajectory: expected finite weights, got a mean product of " + mean);
    }
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        gram[i * k + j] += mean - means[i] - means[j];
      }
    }
    return gram;
  }

  /** Eigenvalue a of the centred Gram matrix: k times the variance along that direction. */
  double variance(int a) {
    return variances[a];
  }

  /** Share of the variance along principal direction a. */
  double explained(int a) {
    return variances[a] / total();
  }

  /** Effective number of directions: (sum v)^2 / sum v^2. */
  double participation() {
    double squares = 0;
    for (double variance : variances) {
      squares += variance * variance;
    }
    return total() * total() / squares;
  }

  /** Sum of squared distances from the mean state. */
  double total() {
    double total = 0;
    for (double variance : variances) {
      total += variance;
    }
    return total;
  }

  /** Coordinates of all states along direction 0 or 1, in the mean state's frame. */
  double[] coordinates(int a) {
    return coordinates[a];
  }
}
