package org.sweetspot.measure.stability;

/**
 * How the training inputs lie at both sides of the hyperplanes at which a network of one hidden
 * layer of ReLU bends, f(x) = sum_i v_i max(0, w_i.x + b_i) + c, and how bent f is, weighted with
 * it. For a hyperplane u.x = t, |u| = 1,
 *
 * <pre>g(u, t) = min(P^2 E[u.X - t | u.X > t] sqrt(1 + |E[X | u.X > t]|^2), the same below),
 * integral = sum over hyperplanes of |sum of v_i |w_i| over the units that bend there| g</pre>
 *
 * <p>with P the share of the inputs X at that side. The sum is the integral of |Laplacian f| over
 * hyperplanes (in one input: of |f''| over knots), weighted with g. Why this weight: the
 * Gauss-Newton matrix of half the squared residual is G = J'J / n, so that with e all ones
 * lambda_max(G) is at least |J'e / n|^2. The entries of J'e / n are 1 for c and, for unit i with P,
 * E and m = E[X] over its active inputs, |w_i| P E[u.X - t] for v_i, v_i P m for w_i and v_i P for
 * b_i. By a^2 + b^2 >= 2 a b their squares add up to at least 2 |v_i| |w_i| P^2 E[u.X - t] sqrt(1 +
 * |m|^2), and since an absolute value of a sum is at most the sum of absolute values,
 *
 * <pre>lambda_max(G) >= 1 + 2 sum_i |v_i| |w_i| g_i >= 1 + 2 integral.</pre>
 *
 * <p>Of several outputs G is the sum of that of each, so that it holds for each. At an
 * interpolating minimum G is the Hessian, and stable descent needs {@code lambda_max <= 2 / eta}:
 * the integral is at most 1 / eta - 1 / 2. There is equality for inputs x and -x and two units w
 * and -w without b, of one v with |w.x| = |v| sqrt(1 + |x|^2).
 *
 * <p>Descent often ends with hyperplanes that pass through inputs. There the Hessian jumps; such an
 * input counts at neither side, as if the slope of ReLU were 0 at 0 from both.
 */
final class PlaneSides {
  private final ActivationHyperplanes planes;
  private final double rounding;
  private final double[] lengths;
  private final Side above;
  private final Side below;
  private double inputs;
  private long touching;

  /**
   * No input was seen yet.
   *
   * @param rounding up to which part of |r| |x| + |s| a height r.x + s is taken for 0
   */
  PlaneSides(ActivationHyperplanes planes, double rounding) {
    this.planes = planes;
    this.rounding = rounding;
    lengths = new double[planes.count()];
    for (int q = 0; q < lengths.length; q++) {
      for (int j = 0; j < planes.inputs(); j++) {
        lengths[q] += planes.normals().get(q, j) * planes.normals().get(q, j);
      }
      lengths[q] = Math.sqrt(lengths[q]);
    }
    above = new Side(planes);
    below = new Side(planes);
  }

  /**
   * Sees one training input; one that lies in a plane belongs to neither of its sides.
   *
   * @param heights of x over the planes
   */
  void add(double[] x, double[] heights) {
    inputs++;
    double length = 0;
    for (double one : x) {
      length += one * one;
    }
    length = Math.sqrt(length);
    for (int q = 0; q < heights.length; q++) {
      double size = lengths[q] * length + Math.abs(planes.shift(q));
      if (Math.abs(heights[q]) <= rounding * size) {
        touching++;
      } else {
        (heights[q] > 0 ? above : below).add(q, x);
      }
    }
  }

  /** How often a hyperplane passes through an input. */
  long touching() {
    return touching;
  }

  /** g of one plane. */
  double weight(int q) {
    return Math.min(above.weight(q), below.weight(q));
  }

  /**
   * The weighted integral of |Laplacian f|.
   *
   * @param out v, of one output
   */
  double integral(double[] out) {
    double[] bends = planes.bends(out);
    double sum = 0;
    for (int q = 0; q < bends.length; q++) {
      sum += Math.abs(bends[q]) * weight(q);
    }
    return sum;
  }

  /** One side of every plane. */
  private final class Side {
    private final double[] counts;
    private final double[][] sums;

    Side(ActivationHyperplanes planes) {
      counts = new double[planes.count()];
      sums = new double[planes.count()][planes.inputs()];
    }

    void add(int q, double[] x) {
      counts[q]++;
      double[] sum = sums[q];
      for (int j = 0; j < x.length; j++) {
        sum[j] += x[j];
      }
    }

    double weight(int q) {
      if (counts[q] == 0) {
        return 0;
      }
      double height = planes.shift(q);
      double mean = 0;
      for (int j = 0; j < sums[q].length; j++) {
        double one = sums[q][j] / counts[q];
        height += planes.normals().get(q, j) * one;
        mean += one * one;
      }
      double share = counts[q] / inputs;
      double distance = Math.abs(height) / lengths[q];
      return share * share * distance * Math.hypot(1, Math.sqrt(mean));
    }
  }
}
