package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
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
 * fit the memory, otherwise a random part, whose diagonal and other pairs are scaled up to n; of
 * that part d_i' H d_i is split into what the known top eigenpairs make of it, and a rest that is
 * computed for as many examples as it takes. ||H||^2 = tr H^2, see {@link CurvatureNorm}. Error:
 * jackknife over examples with g and H held fixed, and the standard error of tr H^2. Cost: a
 * Hessian product for each example used and for tr H^2, and one visit of all gradients, shared.
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
            + " noise in all directions would show. Aligned noise leaves sharp minima. Times eta /"
            + " 2 and over the batch size, trace-h-sigma is the loss that the noise adds per step.",
        "",
        "Zhu et al. 2019; Thomas et al. 2020");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    List<Work> works = new ArrayList<>(GradientPass.work(context));
    int used =
        NoiseCurvatureTrace.most(
            context, GradientPass.holding(context, context.sampling().batch().size()));
    works.addAll(CurvatureNorm.work(context));
    works.addAll(
        CurvatureWork.hessian(context, "Hessian products with the gradient noise", used, 3));
    if (used < context.sampling().batch().size()) {
      works.addAll(CurvatureWork.eigenvalues(context));
    }
    return works;
  }

  @Override
  public Finding judge(Measurement found) {
    double cosine = found.number("cosine");
    double error = found.margin("cosine");
    double even = found.nullControl("cosine").map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(cosine) || Double.isNaN(even)) {
      return Finding.READING;
    }
    return Finding.of(
        Math.abs(cosine - even) <= 2 * error
            ? NoiseFinding.ALIGNMENT_NOT_SHOWN
            : cosine > even ? NoiseFinding.ALIGNED : NoiseFinding.AVOIDS_STEEP,
        cosine,
        error,
        even);
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    pass.requireNoise();
    BatchHessian hessian = BatchHessian.of(context);
    int n = pass.examples();
    CurvatureNorm norm = CurvatureNorm.of(context, hessian);
    NoisePairs pairs = new NoisePairs(gram(pass), n);
    NoiseCurvatureTrace bent = NoiseCurvatureTrace.of(context, pass, hessian);
    double square = pairs.square(-1);
    double trace = bent.trace(-1);
    double cosine = trace / Math.sqrt(norm.square() * square);
    if (!Double.isFinite(cosine)) {
      throw new NotApplicableException(
          "an angle needs noise and curvature other than zero; their squared norms are "
              + square
              + " and "
              + norm.square());
    }
    double relative = norm.error() / norm.square() / 2;
    double spread = pairs.error(i -> bent.trace(i) / Math.sqrt(norm.square() * pairs.square(i)));
    double isotropic = norm.trace() / Math.sqrt(norm.square() * norm.dimension());
    double error = Math.hypot(spread, cosine * relative);
    return Answer.estimate(
            named(cosine, trace, norm.square(), square),
            named(error, pairs.error(bent::trace), norm.error(), pairs.error(pairs::square)),
            bent.estimator()
                + "; ||Sigma||^2 from "
                + (pairs.size() == n ? "all" : Integer.toString(pairs.size()) + " random")
                + " examples, "
                + norm.estimator()
                + " for tr H^2; standard error by a jackknife over examples, H held fixed",
            pass.conventions()
                .and(
                    Conventions.DEFINITION,
                    "covariance over n - 1; Hessian in " + context.subject().mode().words()))
        .withControl(
            Sentence.of("noise of equal strength in all directions: cosine %.4f", isotropic),
            new NullControl(
                "cosine",
                "noise of equal strength in all directions",
                isotropic,
                0,
                Math.abs(cosine - isotropic) > 2 * error));
  }

  /** Inner products of the kept gradients less the mean. */
  private static double[][] gram(GradientPass pass) {
    List<ParameterVector> kept = pass.kept();
    ParameterVector mean = pass.mean();
    double square = mean.dot(mean);
    double[] along = kept.stream().mapToDouble(mean::dot).toArray();
    double[][] gram = mean.space().products(kept, kept);
    for (int i = 0; i < along.length; i++) {
      for (int j = 0; j < along.length; j++) {
        gram[i][j] += square - along[i] - along[j];
      }
    }
    return gram;
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
