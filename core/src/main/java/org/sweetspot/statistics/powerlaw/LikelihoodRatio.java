package org.sweetspot.statistics.powerlaw;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.special.Erf;

/**
 * A power law against another distribution, both fitted to the numbers from x_min on.
 *
 * <p>R = sum of l_i, l_i the difference of the logarithms of both densities at x_i; normalized R /
 * (sqrt(n) s), s the standard deviation of the l_i over n. Positive: the power law is the better of
 * the two. p = erfc(|R| / (sqrt(2 n) s)): the chance of so large a ratio either way if both are
 * equally far from the truth.
 *
 * <p>Source: Vuong 1989; Clauset, Shalizi and Newman 2009, section 5.
 *
 * @param sum R
 * @param normalized R / (sqrt(n) s); 0 where both densities agree at every number
 * @param pValue two-sided
 */
public record LikelihoodRatio(double sum, double normalized, double pValue) {
  /**
   * Against the log-normal distribution truncated at x_min, fitted exactly by its moments. Where
   * the likelihood of log-normals grows without end towards the power law there is nothing to tell
   * apart: ratio 0, p 1.
   */
  public static LikelihoodRatio againstLogNormal(double[] values, PowerLawFit fit) {
    double[] tail = tail(values, fit);
    double[] logs = Arrays.stream(tail).map(x -> Math.log(x / fit.cutoff())).toArray();
    double first = Arrays.stream(logs).sum() / logs.length;
    double second = Arrays.stream(logs).map(y -> y * y).sum() / logs.length;
    if (!TruncatedNormal.exists(first, second)) {
      return new LikelihoodRatio(0, 0, 1);
    }
    TruncatedNormal normal = TruncatedNormal.of(first, second);
    // Densities of the logarithms: the factor 1 / x is in both.
    return of(logs, y -> Math.log(fit.alpha() - 1) - (fit.alpha() - 1) * y, normal::logDensity);
  }

  /** Against the exponential distribution from x_min on, of rate 1 / (mean - x_min). */
  public static LikelihoodRatio againstExponential(double[] values, PowerLawFit fit) {
    double[] tail = tail(values, fit);
    double[] scaled = Arrays.stream(tail).map(x -> x / fit.cutoff()).toArray();
    double rate = 1 / (Arrays.stream(scaled).sum() / scaled.length - 1);
    return of(
        scaled,
        x -> Math.log(fit.alpha() - 1) - fit.alpha() * Math.log(x),
        x -> Math.log(rate) - rate * (x - 1));
  }

  private static double[] tail(double[] values, PowerLawFit fit) {
    return Arrays.stream(values).filter(x -> x >= fit.cutoff()).toArray();
  }

  private static LikelihoodRatio of(
      double[] points, DoubleUnaryOperator power, DoubleUnaryOperator other) {
    double[] differences =
        Arrays.stream(points).map(x -> power.applyAsDouble(x) - other.applyAsDouble(x)).toArray();
    double n = differences.length;
    double sum = Arrays.stream(differences).sum();
    double deviation =
        Math.sqrt(Arrays.stream(differences).map(d -> (d - sum / n) * (d - sum / n)).sum() / n);
    if (deviation == 0) {
      return new LikelihoodRatio(sum, 0, 1);
    }
    double normalized = sum / (Math.sqrt(n) * deviation);
    return new LikelihoodRatio(sum, normalized, Erf.erfc(Math.abs(normalized) / Math.sqrt(2)));
  }
}
