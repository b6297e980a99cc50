package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Gauss quadrature for the spectral measure of one vector: nodes theta_i and weights tau_i^2 with
 *
 * <pre>v' f(A) v / v'v = sum_i tau_i^2 f(theta_i)</pre>
 *
 * <p>for every polynomial f of degree below twice the number of steps. The nodes are the
 * eigenvalues of the Lanczos tridiagonal, the weights the squared first entries of its
 * eigenvectors; they sum to one.
 *
 * <p>Error: none for such polynomials but rounding; full reorthogonalization keeps copies of
 * converged eigenvalues out. Cost: one product and one vector of memory a step. Source: Golub and
 * Meurant, "Matrices, moments and quadrature", 1994; Ghorbani, Krishnan and Xiao, ICML 2019.
 */
public final class LanczosQuadrature {
  private final double[] nodes;
  private final double[] weights;
  private final int products;

  private LanczosQuadrature(double[] nodes, double[] weights, int products) {
    this.nodes = nodes;
    this.weights = weights;
    this.products = products;
  }

  /**
   * The rule of one start vector.
   *
   * @param start any vector but zero; it is not changed
   * @param steps most products to spend; fewer where the vector's invariant subspace is smaller
   * @throws ArithmeticException if a product is not finite
   */
  public static LanczosQuadrature of(SymmetricOperator operator, ParameterVector start, int steps) {
    double norm = start.norm();
    if (steps < 1 || !(norm > 0) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException(
          "Lanczos quadrature: expected at least 1 step from a finite vector other than zero, got "
              + steps
              + " steps from norm "
              + norm);
    }
    List<Double> diagonal = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    try (Orthonormal basis = new Orthonormal();
        ParameterVector image = operator.space().zero();
        ParameterVector first = start.copy()) {
      basis.extend(first.scale(1 / norm));
      while (true) {
        int k = diagonal.size();
        Samples.apply(operator, basis.get(k), image);
        diagonal.add(basis.get(k).dot(image));
        double[] coordinates = basis.extend(image);
        if (coordinates.length == k + 1
            || k + 1 == steps
            || k + 1 == operator.space().dimension()) {
          return solve(diagonal, beside);
        }
        beside.add(coordinates[k + 1]);
      }
    }
  }

  private static LanczosQuadrature solve(List<Double> diagonal, List<Double> beside) {
    int m = diagonal.size();
    double[][] tridiagonal = new double[m][m];
    for (int i = 0; i < m; i++) {
      tridiagonal[i][i] = diagonal.get(i);
      if (i + 1 < m) {
        tridiagonal[i][i + 1] = beside.get(i);
        tridiagonal[i + 1][i] = beside.get(i);
      }
    }
    Ritz ritz = new Ritz(tridiagonal, m, y -> 0);
    double[] weights = Arrays.stream(ritz.vectors).mapToDouble(y -> y[0] * y[0]).toArray();
    return new LanczosQuadrature(ritz.values, weights, m);
  }

  /** Where the rule samples, descending; a copy. */
  public double[] nodes() {
    return nodes.clone();
  }

  /** The weight of each node; a copy. */
  public double[] weights() {
    return weights.clone();
  }

  /** Products of the operator that were spent. */
  public int products() {
    return products;
  }

  /** The weighted sum of a Gaussian of this width around each node. */
  public double density(double at, double width) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      double z = (at - nodes[i]) / width;
      sum += weights[i] * Math.exp(-z * z / 2);
    }
    return sum / (width * Math.sqrt(2 * Math.PI));
  }
}
