package org.sweetspot.topology;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.LanczosQuadrature;

/**
 * The rates ln |1 - eta lambda| at which a step of gradient descent stretches, one for each
 * eigenvalue lambda of the Hessian, descending, with how many directions have each. They are the
 * logarithms of the singular values of I - eta H.
 */
public final class StretchRates {
  private final double[] rates;
  private final double[] weights;
  private final double top;
  private final int products;

  private StretchRates(double[] eigenvalues, double[] weights, double rate, int products) {
    Integer[] order = IntStream.range(0, weights.length).boxed().toArray(Integer[]::new);
    double[] unsorted =
        Arrays.stream(eigenvalues)
            .map(eigenvalue -> Math.log(Math.abs(1 - rate * eigenvalue)))
            .toArray();
    Arrays.sort(order, Comparator.comparingDouble(i -> -unsorted[i]));
    this.rates = Arrays.stream(order).mapToDouble(i -> unsorted[i]).toArray();
    this.weights = Arrays.stream(order).mapToDouble(i -> weights[i]).toArray();
    this.top = Arrays.stream(eigenvalues).max().orElse(Double.NaN);
    this.products = products;
  }

  /**
   * Every eigenvalue, from the whole matrix. Cost: p products, O(p^3); memory: p^2 doubles.
   *
   * @param rate learning rate eta
   */
  public static StretchRates dense(SymmetricOperator hessian, double rate) {
    return dense(hessian, rate, new JavaAlgebra());
  }

  /**
   * The same with an engine's algebra, which is faster.
   *
   * @param rate learning rate eta
   */
  public static StretchRates dense(SymmetricOperator hessian, double rate, MatrixAlgebra algebra) {
    int p = Math.toIntExact(hessian.space().dimension());
    double[] entries = new double[p * p];
    double[] unit = new double[p];
    try (ParameterVector argument = hessian.space().zero();
        ParameterVector image = hessian.space().zero()) {
      for (int j = 0; j < p; j++) {
        Arrays.fill(unit, 0);
        unit[j] = 1;
        hessian.apply(argument.set(unit), image);
        System.arraycopy(image.toArray(), 0, entries, j * p, p);
      }
    }
    double[] ones = new double[p];
    Arrays.fill(ones, 1);
    return new StretchRates(algebra.eigenvalues(new Matrix(p, p, entries)), ones, rate, p);
  }

  /**
   * From Lanczos quadrature, whose nodes stand for as many directions as their weights say. Error:
   * that of the probes, about sqrt(2 / (p probes)) of a sum over all directions, and a blur inside
   * the spectrum. Cost: probes x steps products; memory: {@code steps} vectors.
   *
   * @param rate learning rate eta
   * @param probes random directions
   * @param steps products for each
   * @param stream draws the directions
   */
  public static StretchRates estimated(
      SymmetricOperator hessian, double rate, int probes, int steps, RandomStream stream) {
    double share = (double) hessian.space().dimension() / probes;
    double[] nodes = new double[0];
    double[] weights = new double[0];
    int products = 0;
    for (int probe = 0; probe < probes; probe++) {
      try (ParameterVector start = hessian.space().gaussian(stream)) {
        LanczosQuadrature rule = LanczosQuadrature.of(hessian, start, steps);
        nodes = joined(nodes, rule.nodes());
        weights =
            joined(weights, Arrays.stream(rule.weights()).map(weight -> share * weight).toArray());
        products += rule.products();
      }
    }
    return new StretchRates(nodes, weights, rate, products);
  }

  private static double[] joined(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /** The largest eigenvalue of the Hessian that was seen. */
  public double largestEigenvalue() {
    return top;
  }

  /** Products that were spent. */
  public int products() {
    return products;
  }

  /** The largest rate, in the mean over states. */
  public static double largest(List<StretchRates> states) {
    return states.stream().mapToDouble(state -> state.rates[0]).average().orElseThrow();
  }

  /**
   * The {@link LyapunovDimension} of the rates' means over states, rank by rank.
   *
   * @param states of spaces of equal dimension, at least one
   */
  public static double dimension(List<StretchRates> states) {
    double total = Arrays.stream(states.get(0).weights).sum();
    double[] ends =
        states.stream()
            .flatMapToDouble(state -> Arrays.stream(cumulative(state.weights, total)))
            .sorted()
            .distinct()
            .toArray();
    double[] means = new double[ends.length];
    double[] widths = new double[ends.length];
    for (StretchRates state : states) {
      double[] upTo = cumulative(state.weights, total);
      int at = 0;
      for (int i = 0; i < ends.length; i++) {
        while (upTo[at] < ends[i]) {
          at++;
        }
        means[i] += state.rates[at] / states.size();
      }
    }
    for (int i = 0; i < ends.length; i++) {
      widths[i] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
      // Sums of equal numbers may differ in the last digit.
      means[i] = i == 0 ? means[i] : Math.min(means[i], means[i - 1]);
    }
    return LyapunovDimension.of(means, widths).orElseThrow();
  }

  /** Sums of the weights, the last of them exactly the total. */
  private static double[] cumulative(double[] weights, double total) {
    double[] sums = new double[weights.length];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      sums[i] = i == weights.length - 1 ? total : Math.min(sum, total);
    }
    return sums;
  }
}
