package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.measure.curvature.CurvatureWork;
import org.sweetspot.vector.ParameterVector;

/**
 * How the noise of the gradients lies to the curvature: cos(H, Sigma) = tr(H Sigma) / (||H||
 * ||Sigma ||), Frobenius norms, and tr(H Sigma) itself.
 *
 * <p>With d_i = g_i - g, n examples: tr(H Sigma) = sum d_i' H d_i / (n - 1) and ||Sigma||^2 = sum
 * over i, j of (d_i . d_j)^2 / (n - 1)^2. All n where they are within the budget of products and
 * fit the memory, otherwise a random part, whose diagonal and other pairs are scaled up to n.
 * ||H||^2 = tr H^2 from the unit vectors where p is within the budget, otherwise the mean of |H
 * z|^2 over random signs. Error: jackknife over examples with g and H held fixed, and the standard
 * error of tr H^2. Cost: a Hessian product for each example used and for each unit vector or sign
 * vector, and one visit of all gradients, shared.
 */
public final class NoiseCurvature implements Measure {
  @Override
  public Card card() {
    return new Card(
        "noise-curvature",
        "alignment of noise and curvature",
        "Does the gradient noise shake the weights mainly where the loss is steep?",
        "gradients of single examples and Hessian products",
        "cosine is 1 where noise and curvature have one shape; the control is what equally strong"
            + " noise in all directions would show. Aligned noise leaves sharp minima. Times eta / 2"
            + " and over the batch size, trace-h-sigma is the loss that the noise adds per step.",
        "",
        "Zhu et al. 2019; Thomas et al. 2020");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    List<Work> works = new ArrayList<>(GradientPass.work(context));
    int products =
        GradientPass.holding(context, context.batch().size()) + CurvatureNorm.products(context);
    works.addAll(
        CurvatureWork.hessian(context, "Hessian products with the gradient noise", products, 3));
    return works;
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    BatchHessian hessian = BatchHessian.of(context);
    int n = pass.examples();
    int m = pass.kept().size();
    double[] bent = new double[m];
    double[][] gram = new double[m][m];
    measure(pass, hessian, bent, gram);
    CurvatureNorm norm = CurvatureNorm.of(context, hessian);
    NoisePairs pairs = new NoisePairs(bent, gram, n);
    double cosine = pairs.trace(-1) / Math.sqrt(norm.square() * pairs.square(-1));
    if (!Double.isFinite(cosine)) {
      throw new ArithmeticException(
          "alignment: expected noise and curvature other than zero, got squared norms of "
              + pairs.square(-1)
              + " and "
              + norm.square());
    }
    double relative = norm.error() / norm.square() / 2;
    double spread = pairs.error(k -> pairs.trace(k) / Math.sqrt(norm.square() * pairs.square(k)));
    double isotropic = norm.trace() / Math.sqrt(norm.square() * norm.dimension());
    return Answer.estimate(
            named(cosine, pairs.trace(-1), norm.square(), pairs.square(-1)),
            named(
                Math.hypot(spread, cosine * relative),
                pairs.error(pairs::trace),
                norm.error(),
                pairs.error(pairs::square)),
            (m == n ? "all examples" : m + " random examples of " + n)
                + " for the noise, "
                + norm.estimator()
                + " for tr H^2; standard error by a jackknife over examples, H held fixed",
            pass.conventions()
                + "; covariance over n - 1; Hessian in mode "
                + context.settings().mode().name().toLowerCase(Locale.ROOT))
        .withControl(
            String.format(
                Locale.ROOT, "noise of equal strength in all directions: cosine %.4f", isotropic));
  }

  private static void measure(
      GradientPass pass, BatchHessian hessian, double[] bent, double[][] gram) {
    List<ParameterVector> kept = pass.kept();
    double[][] products = new double[kept.size()][kept.size()];
    double[] along = new double[kept.size()];
    ParameterVector mean = pass.mean();
    double square = mean.dot(mean);
    try (ParameterVector image = mean.space().zero()) {
      for (int i = 0; i < bent.length; i++) {
        try (ParameterVector difference = kept.get(i).copy()) {
          difference.add(-1, mean);
          hessian.apply(difference, image);
          bent[i] = difference.dot(image);
        }
        along[i] = kept.get(i).dot(mean);
        for (int j = 0; j <= i; j++) {
          products[i][j] = kept.get(i).dot(kept.get(j));
        }
      }
    }
    for (int i = 0; i < bent.length; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = products[i][j] - along[i] - along[j] + square;
        gram[j][i] = gram[i][j];
      }
    }
  }

  private static Value named(double cosine, double trace, double hessian, double noise) {
    return Value.Named.of(
        Map.of(
            "cosine",
            cosine,
            "trace-h-sigma",
            trace,
            "squared-norm-h",
            hessian,
            "squared-norm-sigma",
            noise));
  }
}
