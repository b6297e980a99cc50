package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Stated;
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
 * over i, j of (d_i . d_j)^2 / (n - 1)^2. A product for every example where that is within the
 * budget. Otherwise the known top eigenpairs give t_i = sum lambda_k (u_k . d_i)^2 of all examples,
 * and {@value #BENT} of them, at even distances in a random part, give the mean of d_i' H d_i -
 * t_i: without bias however good the eigenpairs are. ||Sigma||^2 from the pairs of a random part,
 * whose diagonal and other pairs are scaled up to n. ||H||^2 = tr H^2, see {@link CurvatureNorm}.
 * Errors: standard errors over examples with g and H held fixed, and that of tr H^2; those of the
 * cosine's parts are added in squares. Cost: a Hessian product for each example used and for tr
 * H^2; one visit of all gradients, shared, and one more where not all are used.
 */
public final class NoiseCurvature implements Measure {
  /** Examples multiplied by the Hessian where not all are. */
  static final int BENT = 40;

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
    int used = used(context, GradientPass.holding(context, context.batch().size()));
    works.addAll(CurvatureNorm.work(context));
    works.addAll(
        CurvatureWork.hessian(context, "Hessian products with the gradient noise", used, 3));
    if (used < context.batch().size()) {
      works.addAll(CurvatureWork.eigenvalues(context));
      works.add(new Work("gradients along the top eigenvectors", 1, 0, 0));
    }
    return works;
  }

  @Override
  public String finding(Measurement found) {
    double cosine = found.number("cosine");
    double error = found.margin("cosine");
    double even = Stated.after("in all directions: cosine ", found.control());
    if (Double.isNaN(cosine) || Double.isNaN(even)) {
      return card().reading();
    }
    String numbers =
        Sentence.of(
            "Cosine %.2f (error %.1g) where noise of equal strength in all directions shows %.2f: ",
            cosine, error, even);
    return numbers
        + (Math.abs(cosine - even) <= 2 * error
            ? "within two errors, so that no alignment is shown."
            : cosine > even
                ? "the noise shakes the weights mainly where the loss is steep, as usual, and drives"
                    + " them out of sharp places."
                : "the noise avoids the steep directions, which is unusual.");
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    BatchHessian hessian = BatchHessian.of(context);
    int n = pass.examples();
    CurvatureNorm norm = CurvatureNorm.of(context, hessian);
    NoisePairs pairs = new NoisePairs(gram(pass), n);
    BentNoise bent = BentNoise.of(context, pass, hessian, used(context, pass.kept().size()));
    double square = pairs.square(-1);
    double cosine = bent.trace() / Math.sqrt(norm.square() * square);
    if (!Double.isFinite(cosine)) {
      throw new ArithmeticException(
          "alignment: expected noise and curvature other than zero, got squared norms of "
              + square
              + " and "
              + norm.square());
    }
    double relative =
        Math.hypot(
            bent.error() / bent.trace(),
            Math.hypot(norm.error() / norm.square(), pairs.error() / square) / 2);
    double isotropic = norm.trace() / Math.sqrt(norm.square() * norm.dimension());
    return Answer.estimate(
            named(cosine, bent.trace(), norm.square(), square),
            named(Math.abs(cosine) * relative, bent.error(), norm.error(), pairs.error()),
            bent.estimator()
                + "; ||Sigma||^2 from "
                + (pairs.size() == n ? "all" : Integer.toString(pairs.size()) + " random")
                + " examples, "
                + norm.estimator()
                + " for tr H^2; standard errors over examples, H held fixed",
            pass.conventions()
                + "; covariance over n - 1; Hessian in mode "
                + context.settings().mode().name().toLowerCase(Locale.ROOT))
        .withControl(
            String.format(
                Locale.ROOT, "noise of equal strength in all directions: cosine %.4f", isotropic));
  }

  /** How many examples are multiplied by the Hessian. */
  private static int used(MeasureContext context, int kept) {
    boolean all = kept == context.batch().size() && kept <= context.settings().products();
    return all ? kept : Math.min(BENT, kept);
  }

  /** Inner products of the kept gradients less the mean. */
  private static double[][] gram(GradientPass pass) {
    List<ParameterVector> kept = pass.kept();
    ParameterVector mean = pass.mean();
    double square = mean.dot(mean);
    double[] along = kept.stream().mapToDouble(mean::dot).toArray();
    double[][] gram = new double[along.length][along.length];
    for (int i = 0; i < along.length; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = kept.get(i).dot(kept.get(j)) - along[i] - along[j] + square;
        gram[j][i] = gram[i][j];
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
