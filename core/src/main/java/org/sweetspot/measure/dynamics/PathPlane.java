package org.sweetspot.measure.dynamics;

import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ParameterVector;

/**
 * The plane through the last state along the trajectory's first two principal directions, v_a = sum
 * over states of c_ia (x_i - x_last) / lambda_a with c_ia their coordinates, both of length one.
 * Owns the directions. Cost: one reading of the trajectory; memory: two vectors and two states.
 */
public final class PathPlane implements AutoCloseable {
  /** Below this share of the first variance a second direction is rounding. */
  private static final double FLAT = 1e-12;

  private final ParameterVector first;
  private final ParameterVector second;
  private final double[][] path;

  private PathPlane(ParameterVector first, ParameterVector second, double[][] path) {
    this.first = first;
    this.second = second;
    this.path = path;
  }

  /** What there must be: three states of this very model. */
  public static void require(MeasureContext context) {
    Walk.several(context, 3);
    States.require(context);
  }

  /** The plane; the caller closes it. */
  public static PathPlane of(MeasureContext context) {
    require(context);
    PrincipalPlane plane = PrincipalPlane.of(context);
    if (!(plane.variance(1) > FLAT * plane.variance(0))) {
      throw new NotApplicableException("the states lie on one line, which spans no plane");
    }
    Trajectory trajectory = context.subject().trajectory();
    int k = trajectory.size();
    int p = ArraySize.of("weights of a state", trajectory.dimension());
    double[] last = trajectory.state(k - 1);
    double[][] sums = new double[2][p];
    for (int i = 0; i < k - 1; i++) {
      double[] state = trajectory.state(i);
      for (int a = 0; a < 2; a++) {
        double factor = plane.coordinates(a)[i] / plane.variance(a);
        for (int j = 0; j < p; j++) {
          sums[a][j] += factor * (state[j] - last[j]);
        }
      }
    }
    double[][] path = new double[2][k];
    for (int a = 0; a < 2; a++) {
      for (int i = 0; i < k; i++) {
        path[a][i] = plane.coordinates(a)[i] - plane.coordinates(a)[k - 1];
      }
    }
    return new PathPlane(
        context.subject().problem().space().zero().set(sums[0]),
        context.subject().problem().space().zero().set(sums[1]),
        path);
  }

  /** The direction of most movement. */
  public ParameterVector first() {
    return first;
  }

  /** The second one. */
  public ParameterVector second() {
    return second;
  }

  /** Coordinates of all states along direction 0 or 1; the last state's are zero. */
  public double[] path(int a) {
    return path[a];
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
