package org.sweetspot.measure.noise;

import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterVector;

/**
 * tr H^2 and tr H of the measured Hessian.
 *
 * @param square tr H^2, the squared Frobenius norm
 * @param error standard error of it, 0 where it is exact
 * @param trace of H
 * @param dimension p
 * @param estimator in words
 */
record CurvatureNorm(
    double square, double error, double trace, double dimension, String estimator) {
  private static final int SIGNS = 30;

  /** From unit vectors where there are few, otherwise from vectors of random signs. */
  static CurvatureNorm of(MeasureContext context, BatchHessian hessian) {
    long p = hessian.space().dimension();
    boolean exact = p <= context.settings().products();
    int count = products(context);
    RandomStream stream = context.stream("noise-curvature/signs");
    double[] squares = new double[count];
    double[] traces = new double[count];
    try (ParameterVector image = hessian.space().zero()) {
      for (int k = 0; k < count; k++) {
        try (ParameterVector probe =
            exact ? unit(hessian, k) : hessian.space().rademacher(stream)) {
          hessian.apply(probe, image);
          squares[k] = image.dot(image);
          traces[k] = probe.dot(image);
        }
      }
    }
    double scale = exact ? count : 1;
    return new CurvatureNorm(
        scale * Sample.mean(squares),
        exact ? 0 : Sample.standardError(squares),
        scale * Sample.mean(traces),
        p,
        exact ? "all " + count + " unit vectors" : count + " vectors of random signs");
  }

  /** How many products it takes. */
  static int products(MeasureContext context) {
    int budget = context.settings().products();
    long p = context.problem().space().dimension();
    return (int) (p <= budget ? p : Math.min(SIGNS, budget));
  }

  private static ParameterVector unit(BatchHessian hessian, int k) {
    double[] entries = new double[Math.toIntExact(hessian.space().dimension())];
    entries[k] = 1;
    return hessian.space().zero().set(entries);
  }
}
