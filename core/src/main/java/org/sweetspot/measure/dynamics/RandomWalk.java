package org.sweetspot.measure.dynamics;

import java.util.List;

/**
 * What a random walk of k states with equal independent steps in many dimensions shows, the control
 * of a training's way.
 *
 * <p>Its centred Gram matrix has the eigenvalues 1 / (4 sin^2(pi a / (2 k))), a = 1, ..., k - 1,
 * and the coordinates of state i along direction a are in proportion to cos(pi a (i + 1/2) / k):
 * the centred sums invert the path graph's Laplacian. For many states the shares are 6 / (pi a)^2.
 * Source: Antognini and Sohl-Dickstein 2018.
 */
final class RandomWalk {
  private RandomWalk() {}

  /** Share of the variance along direction a, from 1. */
  static double share(int a, int states) {
    double sum = 0;
    for (int b = 1; b < states; b++) {
      sum += variance(b, states);
    }
    return variance(a, states) / sum;
  }

  /** (sum v)^2 / sum v^2. */
  static double participation(int states) {
    double sum = 0;
    double squares = 0;
    for (int b = 1; b < states; b++) {
      sum += variance(b, states);
      squares += variance(b, states) * variance(b, states);
    }
    return sum * sum / squares;
  }

  private static double variance(int a, int states) {
    double sine = Math.sin(Math.PI * a / (2.0 * states));
    return 1 / (4 * sine * sine);
  }

  /** Absolute correlation of coordinates with those of a random walk along direction a. */
  static double resemblance(int a, List<Double> coordinates) {
    int k = coordinates.size();
    double mean = coordinates.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    double product = 0;
    double own = 0;
    double curve = 0;
    for (int i = 0; i < k; i++) {
      double cosine = Math.cos(Math.PI * a * (i + 0.5) / k);
      double away = coordinates.get(i) - mean;
      product += away * cosine;
      own += away * away;
      curve += cosine * cosine;
    }
    return own > 0 ? Math.abs(product) / Math.sqrt(own * curve) : Double.NaN;
  }
}
