package org.sweetspot.statistics;

/**
 * A difference of means with Student's t interval.
 *
 * @param value the estimated difference
 * @param standardError of the value
 * @param degrees of freedom
 * @param confidence of the interval, for instance 0.95
 * @param low lower end
 * @param high upper end
 * @param pValue two-sided, of no difference
 */
public record MeanDifference(
    double value,
    double standardError,
    double degrees,
    double confidence,
    double low,
    double high,
    double pValue) {
  /**
   * From differences of paired observations, taken as independent and normal.
   *
   * @param differences at least two
   */
  public static MeanDifference paired(double[] differences, double confidence) {
    Sample.requireFinite("paired differences", differences);
    if (differences.length < 2) {
      throw new IllegalArgumentException(
          "paired differences: expected at least 2 pairs, since one says nothing about its own"
              + " error, got "
              + differences.length);
    }
    return of(
        Sample.mean(differences),
        Sample.standardError(differences),
        differences.length - 1.0,
        confidence);
  }

  /**
   * mean(a) - mean(b) of independent groups whose variances may differ (Welch 1947).
   *
   * @param a at least two numbers
   * @param b at least two numbers
   */
  public static MeanDifference welch(double[] a, double[] b, double confidence) {
    Sample.requireFinite("first group", a);
    Sample.requireFinite("second group", b);
    if (a.length < 2 || b.length < 2) {
      throw new IllegalArgumentException(
          "groups: expected at least 2 observations in each, got " + a.length + " and " + b.length);
    }
    double va = Sample.variance(a) / a.length;
    double vb = Sample.variance(b) / b.length;
    double spread = va + vb;
    double degrees =
        spread == 0
            ? a.length + b.length - 2.0
            : spread * spread / (va * va / (a.length - 1) + vb * vb / (b.length - 1));
    return of(Sample.mean(a) - Sample.mean(b), Math.sqrt(spread), degrees, confidence);
  }

  private static MeanDifference of(
      double value, double standardError, double degrees, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence: expected above 0, below 1, got " + confidence);
    }
    double half = StudentT.factor(degrees, confidence) * standardError;
    double pValue;
    if (standardError == 0) {
      // No spread at all: equal means are certainly equal, others certainly differ.
      pValue = value == 0 ? 1 : 0;
    } else {
      pValue = StudentT.twoSided(degrees, value / standardError);
    }
    return new MeanDifference(
        value, standardError, degrees, confidence, value - half, value + half, pValue);
  }
}
