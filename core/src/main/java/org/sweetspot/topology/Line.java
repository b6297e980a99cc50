package org.sweetspot.topology;

/** A line through points by least squares. */
final class Line {
  private Line() {}

  /**
   * Slope and its standard error, from the residuals.
   *
   * @param x at least three numbers, not all equal
   */
  static double[] slope(double[] x, double[] y) {
    int n = x.length;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      squares += (x[i] - meanX) * (x[i] - meanX);
      products += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = products / squares;
    double residuals = 0;
    for (int i = 0; i < n; i++) {
      double residual = y[i] - meanY - slope * (x[i] - meanX);
      residuals += residual * residual;
    }
    return new double[] {slope, Math.sqrt(residuals / (n - 2) / squares)};
  }
}
