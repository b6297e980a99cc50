package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.measure.curvature.CurvatureWork;
import org.sweetspot.measure.curvature.HessianPowers;
import org.sweetspot.vector.ParameterVector;

/**
 * tr H^2 and tr H of the measured Hessian: from unit vectors where there are few, otherwise as
 * {@link HessianPowers} gives them to other measures too.
 *
 * @param square tr H^2, the squared Frobenius norm
 * @param error standard error of it, 0 where it is exact
 * @param trace of H
 * @param dimension p
 * @param estimator in words
 */
record CurvatureNorm(
    double square, double error, double trace, double dimension, String estimator) {

  static CurvatureNorm of(MeasureContext context, BatchHessian hessian) {
    long p = hessian.space().dimension();
    if (isExact(context)) {
      return fromUnitVectors(hessian, (int) p);
    }
    HessianPowers powers = HessianPowers.of(context);
    return new CurvatureNorm(
        powers.trace(2), powers.error(2), powers.trace(1), p, powers.estimator());
  }

  /** What it costs. */
  static List<Work> work(MeasureContext context) {
    return isExact(context)
        ? CurvatureWork.hessian(
            context, "all unit vectors", context.bench().settings().products(), 2)
        : HessianPowers.work(context);
  }

  private static boolean isExact(MeasureContext context) {
    return context.subject().problem().space().dimension() <= context.bench().settings().products();
  }

  private static CurvatureNorm fromUnitVectors(BatchHessian hessian, int p) {
    double square = 0;
    double trace = 0;
    try (ParameterVector unit = hessian.space().zero();
        ParameterVector image = hessian.space().zero()) {
      for (int k = 0; k < p; k++) {
        double[] entries = new double[p];
        entries[k] = 1;
        hessian.apply(unit.set(entries), image);
        square += image.dot(image);
        trace += unit.dot(image);
      }
    }
    return new CurvatureNorm(square, 0, trace, p, "all " + p + " unit vectors");
  }
}
