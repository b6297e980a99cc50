package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
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
  public Finding judge(Measurement found) {
    return found.series().isEmpty() ? Finding.READING : new Finding(List.of(ascending(found)));
  }

  /** What an ascending list says, as far as its residuals allow. */
  static Fact ascending(Measurement found) {
    List<Double> values = found.series();
    double least = values.get(0);
    double error = found.margin(0);
    if (least < -error) {
      int negative =
          (int)
              IntStream.range(0, values.size())
                  .filter(i -> values.get(i) < -found.margin(i))
                  .count();
      return negative == values.size()
          ? Fact.of(CurvatureFinding.ALL_DOWN, least, negative)
          : Fact.of(CurvatureFinding.WAY_DOWN, least, negative, values.size());
    }
    return least > error
        ? Fact.of(CurvatureFinding.UPWARDS_EVERYWHERE, least)
        : Fact.of(CurvatureFinding.BOTTOM_UNDECIDED, least, error);
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
