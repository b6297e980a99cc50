package org.sweetspot.theory.paper;

import org.sweetspot.theory.Descent;

/**
 * Two trainings side by side that share start, batches and noise and differ by one example. Their
 * distance bounds the Wasserstein distance of the laws of their iterates from above.
 *
 * @param third mean Euclidean distance over the third quarter of the steps
 * @param last the same over the last quarter
 */
record TwinDescents(double third, double last) {
  /** A training on one of the two data sets. */
  @FunctionalInterface
  interface Twin {
    /** Trains on rows of examples; {@code look} sees the weights after each step, from 1. */
    void train(double[][] rows, Descent.Look look);
  }

  /** Keeps the whole path of the first training: steps x weights numbers. */
  static TwinDescents of(double[][] one, double[][] other, int steps, Twin twin) {
    double[][] path = new double[steps][];
    twin.train(one, (step, w) -> path[(int) step - 1] = w);
    double[] sums = new double[2];
    twin.train(
        other,
        (step, w) -> {
          if (step > steps / 2) {
            sums[step > 3 * steps / 4 ? 1 : 0] += distance(w, path[(int) step - 1]) / (steps / 4.0);
          }
        });
    return new TwinDescents(sums[0], sums[1]);
  }

  private static double distance(double[] one, double[] other) {
    double square = 0;
    for (int j = 0; j < one.length; j++) {
      square += (one[j] - other[j]) * (one[j] - other[j]);
    }
    return Math.sqrt(square);
  }
}
