package org.sweetspot.measure.stability;

import java.util.Map;
import java.util.TreeMap;

/**
 * The second derivative of a univariate network with one hidden layer of ReLU, f(x) = sum_i v_i
 * max(0, w_i x + b_i) + c: a sum of v_i |w_i| at the knots t_i = -b_i / w_i, weighted with
 *
 * <pre>g(t) = min(P(X > t)^2 E[X - t | X > t] sqrt(1 + E[X | X > t]^2), the same below t)</pre>
 *
 * <p>over the training inputs X. Why this weight: the Gauss-Newton matrix of half the squared
 * residual is G = J'J / n, so that with u all ones lambda_max(G) is at least ||J'u||^2 / n^2. The
 * entries of J'u / n are 1 for c and, for unit i with active inputs A of share P, |w_i| P E|X -
 * t_i| for v_i, v_i P E[X] for w_i and v_i P for b_i, expectations over A. By a^2 + b^2 >= 2 a b
 * their squares add up to at least 2 |v_i w_i| P^2 E|X - t_i| sqrt(1 + E[X]^2), and
 *
 * <pre>lambda_max(G) >= 1 + 2 sum_i |v_i w_i| g(t_i) >= 1 + 2 integral |f''| g dx.</pre>
 *
 * <p>At an interpolating minimum G is the Hessian, and stable descent needs lambda_max <= 2 / eta.
 */
final class HiddenKnots {
  private HiddenKnots() {}

  /**
   * The integral of |f''| g.
   *
   * @param slopes w, one for each hidden unit
   * @param offsets b
   * @param out v, of one output
   * @param inputs the training inputs
   */
  static double integral(double[] slopes, double[] offsets, double[] out, double[] inputs) {
    // Units that bend at one place add up before the absolute value.
    Map<Double, Double> bends = new TreeMap<>();
    for (int i = 0; i < slopes.length; i++) {
      if (slopes[i] != 0) {
        // Adding zero makes -0 and 0 one place.
        double knot = -offsets[i] / slopes[i] + 0.0;
        bends.merge(knot, out[i] * Math.abs(slopes[i]), Double::sum);
      }
    }
    double sum = 0;
    for (Map.Entry<Double, Double> bend : bends.entrySet()) {
      sum += Math.abs(bend.getValue()) * weight(bend.getKey(), inputs);
    }
    return sum;
  }

  /** g at one place. */
  static double weight(double knot, double[] inputs) {
    return Math.min(side(knot, inputs, 1), side(knot, inputs, -1));
  }

  private static double side(double knot, double[] inputs, int sign) {
    double count = 0;
    double sum = 0;
    for (double x : inputs) {
      if (sign * (x - knot) > 0) {
        count++;
        sum += x;
      }
    }
    if (count == 0) {
      return 0;
    }
    double share = count / inputs.length;
    double mean = sum / count;
    return share * share * sign * (mean - knot) * Math.hypot(1, mean);
  }
}
