package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.spectrum.Eigenpairs;

/** The smallest eigenvalues of the Hessian, with their residuals. */
public final class HessianBottomEigenvalues implements Measure {
  @Override
  public Card card() {
    return new Card(
        "hessian-eigenvalues-bottom",
        "smallest eigenvalues of the Hessian",
        "Is there a direction in which the loss still bends downwards?",
        "Hessian products",
        "Negative values are saddle directions: the weights are not at a minimum. Late in training"
            + " they are small beside the largest eigenvalue. Exact zeros are directions that do"
            + " not matter for these examples.",
        "",
        "Lanczos 1950; Sagun et al. 2017; Ghorbani, Krishnan and Xiao, ICML 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return CurvatureWork.hessian(
        context,
        "smallest eigenvalues of the Hessian",
        context.bench().settings().products(),
        HessianEigenvalues.vectors(context));
  }

  @Override
  public String finding(Measurement found) {
    return found.series().isEmpty() ? card().reading() : words(found);
  }

  /** What an ascending list says, as far as its residuals allow. */
  static String words(Measurement found) {
    double least = found.series().get(0);
    double error = found.margin(0);
    if (least < -error) {
      long negative =
          IntStream.range(0, found.series().size())
              .filter(i -> found.series().get(i) < -found.margin(i))
              .count();
      return Sentence.of(
          "The smallest is %.3g, negative beyond its residual: there is a way down still, which is"
              + " usual where training stopped early; this is no minimum. %s of the %d that were"
              + " asked for are negative.",
          least,
          negative == found.series().size() ? "All" : Long.toString(negative),
          found.series().size());
    }
    return least > error
        ? Sentence.of(
            "The smallest found, %.3g, is positive beyond its residual: the loss bends upwards in"
                + " every direction, and nothing speaks against a minimum.",
            least)
        : Sentence.of(
            "The smallest, %.2g, is within its residual %.2g of zero: nothing speaks against a"
                + " minimum, but whether a direction leads slightly down cannot be told.",
            least, error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Eigenpairs pairs = solve(context);
    return HessianEigenvalues.answer(
        context,
        pairs,
        pairs.bottom(),
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(Conventions.DEFINITION, "Hessian of that mean; ascending"));
  }

  private static Eigenpairs solve(MeasureContext context) {
    return context
        .bench()
        .shared(
            Eigenpairs.class,
            "hessian-bottom",
            () ->
                HessianEigenvalues.lanczos(context, 0, context.bench().settings().eigenvalues())
                    .solve(
                        BatchHessian.of(context),
                        context.sampling().stream("hessian-eigenvalues-bottom")));
  }
}
