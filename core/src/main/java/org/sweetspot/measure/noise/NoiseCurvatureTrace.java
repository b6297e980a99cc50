package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpair;

/**
 * tr(H Sigma) = sum d_i' H d_i / (n - 1) of n examples from m of them: t_i = sum lambda_k (u_k .
 * d_i)^2 from the known eigenpairs of H for all m, and the mean of d_i' H d_i - t_i over as many as
 * it takes. How good the eigenpairs are decides how many that are, and not the mean.
 */
final class NoiseCurvatureTrace {
  private static final int LEAST = 20;

  private final double scale;
  private final double[] known;
  private final double[] rests;
  private final boolean[] used;
  private int count;
  private final int eigenpairs;

  private NoiseCurvatureTrace(int n, double[] known, int eigenpairs) {
    this.scale = n / (n - 1.0);
    this.known = known;
    this.eigenpairs = eigenpairs;
    this.rests = new double[known.length];
    this.used = new boolean[known.length];
  }

  /** From the kept gradients of a visit. */
  static NoiseCurvatureTrace of(MeasureContext context, GradientPass pass, BatchHessian hessian) {
    int n = pass.examples();
    int m = pass.kept().size();
    int most = most(context, m);
    List<Eigenpair> pairs = most < n ? HessianEigenvalues.solve(context).top() : List.of();
    NoiseCurvatureTrace noise = new NoiseCurvatureTrace(n, known(pass, pairs), pairs.size());
    // In random order, since the examples may lie class by class.
    RandomStream stream = context.sampling().stream("noise-curvature/examples");
    int[] order = most < n ? stream.permutation(m) : IntStream.range(0, m).toArray();
    for (int k = 0; k < most && !(most < n && noise.isReached(context)); k++) {
      noise.use(order[k], bent(pass, hessian, pass.kept().get(order[k])));
    }
    return noise;
  }

  /** How many examples are multiplied by the Hessian at most. */
  static int most(MeasureContext context, int kept) {
    return Math.min(kept, context.bench().settings().products());
  }

  private void use(int example, double form) {
    rests[example] = form - known[example];
    used[example] = true;
    count++;
  }

  /** Whether the error that is due to using only some is as small as is asked of traces. */
  private boolean isReached(MeasureContext context) {
    if (count < LEAST) {
      return false;
    }
    double[] seen =
        IntStream.range(0, rests.length).filter(i -> used[i]).mapToDouble(i -> rests[i]).toArray();
    double wanted = context.bench().settings().traceError() * Math.abs(trace(-1));
    return scale * Sample.standardError(seen) <= wanted;
  }

  /** tr(H Sigma), without one example or ({@code -1}) with all. */
  double trace(int without) {
    double ofKnown = Arrays.stream(known).sum();
    double ofRests = Arrays.stream(rests).sum();
    double m = known.length;
    double left = count;
    if (without >= 0) {
      ofKnown -= known[without];
      m--;
      ofRests -= rests[without];
      left -= used[without] ? 1 : 0;
    }
    return scale * (ofKnown / m + ofRests / left);
  }

  /** In words. */
  String estimator() {
    return eigenpairs == 0
        ? "tr(H Sigma) from " + count + " examples"
        : "tr(H Sigma) from "
            + eigenpairs
            + " eigenpairs for "
            + known.length
            + " random examples, and what they leave of "
            + count
            + " of them";
  }

  /** sum lambda_k (u_k . d_i)^2 of each kept example. */
  private static double[] known(GradientPass pass, List<Eigenpair> pairs) {
    List<ParameterVector> vectors = new ArrayList<>(pairs.stream().map(Eigenpair::vector).toList());
    double[][] along = pass.mean().space().products(pass.kept(), vectors);
    double[] mean = pass.mean().space().products(List.of(pass.mean()), vectors)[0];
    return Arrays.stream(along)
        .mapToDouble(
            row ->
                IntStream.range(0, mean.length)
                    .mapToDouble(k -> pairs.get(k).value() * Math.pow(row[k] - mean[k], 2))
                    .sum())
        .toArray();
  }

  /** d' H d. */
  private static double bent(GradientPass pass, BatchHessian hessian, ParameterVector gradient) {
    try (ParameterVector difference = gradient.copy();
        ParameterVector image = hessian.space().zero()) {
      difference.add(-1, pass.mean());
      hessian.apply(difference, image);
      return difference.dot(image);
    }
  }
}
