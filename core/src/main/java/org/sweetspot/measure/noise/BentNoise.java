package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.PerExample;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpair;

/**
 * tr(H Sigma) = sum d_i' H d_i / (n - 1).
 *
 * @param trace of H Sigma
 * @param error standard error over examples
 * @param estimator in words
 */
record BentNoise(double trace, double error, String estimator) {

  /**
   * From products with some examples' noise.
   *
   * @param used how many
   */
  static BentNoise of(MeasureContext context, GradientPass pass, BatchHessian hessian, int used) {
    int n = pass.examples();
    double scale = n / (n - 1.0);
    List<ParameterVector> kept = pass.kept();
    List<Eigenpair> known = used < n ? HessianEigenvalues.solve(context).top() : List.of();
    double[] along = known.stream().mapToDouble(pair -> pair.vector().dot(pass.mean())).toArray();
    double[] rests = new double[used];
    try (ParameterVector image = hessian.space().zero()) {
      for (int k = 0; k < used; k++) {
        // At even distances, since the examples may lie class by class.
        ParameterVector gradient = kept.get((int) ((long) k * kept.size() / used));
        try (ParameterVector difference = gradient.copy()) {
          difference.add(-1, pass.mean());
          hessian.apply(difference, image);
          rests[k] = difference.dot(image) - known(known, along, gradient);
        }
      }
    }
    if (used == n) {
      return new BentNoise(
          scale * Sample.mean(rests),
          scale * Sample.standardError(rests),
          "tr(H Sigma) from all examples");
    }
    double[] all = all(context, known, along);
    return new BentNoise(
        scale * (Sample.mean(all) + Sample.mean(rests)),
        scale * Math.hypot(Sample.standardError(all), Sample.standardError(rests)),
        "tr(H Sigma) from "
            + known.size()
            + " eigenpairs for all examples, and what they leave of "
            + used
            + " random ones");
  }

  /** sum lambda_k (u_k . d_i)^2. */
  private static double known(List<Eigenpair> known, double[] along, ParameterVector gradient) {
    double sum = 0;
    for (int k = 0; k < along.length; k++) {
      double part = known.get(k).vector().dot(gradient) - along[k];
      sum += known.get(k).value() * part * part;
    }
    return sum;
  }

  private static double[] all(MeasureContext context, List<Eigenpair> known, double[] along) {
    Batch batch = context.batch();
    double[] all = new double[batch.size()];
    int from = 0;
    for (Batch chunk : context.chunks(batch)) {
      int start = from;
      context
          .require(PerExample.class)
          .gradients(chunk, (i, gradient) -> all[start + i] = known(known, along, gradient));
      from += chunk.size();
    }
    context.work().addGradients(1);
    return all;
  }
}
