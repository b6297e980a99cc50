package org.sweetspot.statistics;

/**
 * How far independent vectors scatter about their expectation and how long that is, without bias:
 * for gradients of single examples tr Sigma and |G|^2.
 *
 * @param variance trace of the covariance of one vector, over n - 1
 * @param squaredMean squared norm of the expected vector; can be negative where it is small
 */
public record NoiseOfMean(double variance, double squaredMean) {
  /**
   * From sums over n vectors: variance = (sum |g_i|^2 - |sum g_i|^2 / n) / (n - 1), and squaredMean
   * = |sum g_i|^2 / n^2 - variance / n.
   *
   * @param n at least two
   */
  public static NoiseOfMean ofSums(double n, double sumOfSquares, double squareOfSum) {
    return of(n, (sumOfSquares - squareOfSum / n) / (n - 1), squareOfSum);
  }

  /** The same where the variance is known better than from the sums. */
  public static NoiseOfMean of(double n, double variance, double squareOfSum) {
    return new NoiseOfMean(variance, squareOfSum / (n * n) - variance / n);
  }

  /**
   * From inner products of all pairs of vectors.
   *
   * @param left the vector to leave out, counted from 0; -1 for none
   */
  public static NoiseOfMean ofProducts(double[][] products, int left) {
    double squares = 0;
    double sum = 0;
    int n = 0;
    for (int i = 0; i < products.length; i++) {
      if (i == left) {
        continue;
      }
      n++;
      squares += products[i][i];
      for (int j = 0; j < products.length; j++) {
        sum += j == left ? 0 : products[i][j];
      }
    }
    return ofSums(n, squares, sum);
  }

  /** The moments of one example where these are of the mean of a batch of so many. */
  public NoiseOfMean ofBatchesOf(double examples) {
    return new NoiseOfMean(examples * variance, squaredMean);
  }
}
