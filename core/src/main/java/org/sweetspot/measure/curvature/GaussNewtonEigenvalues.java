package org.sweetspot.measure.curvature;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.vector.spectrum.Eigenpairs;

/** The largest eigenvalues of the Gauss-Newton matrix. */
public final class GaussNewtonEigenvalues implements Measure {
  @Override
  public Card card() {
    return new Card(
        "gauss-newton-eigenvalues",
        "largest eigenvalues of the Gauss-Newton matrix",
        "How strongly do the outputs react to the weights in the steepest directions?",
        "Gauss-Newton products",
        "Never negative. Near a minimum that fits its data it is close to the Hessian's; what the"
            + " Hessian has beyond it comes from examples that are still wrong.",
        "",
        "Schraudolph 2002; Martens 2010; Papyan 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.require(GaussNewton.class);
    return CurvatureWork.gaussNewton(
        context,
        "largest eigenvalues of the Gauss-Newton matrix",
        context.settings().products(),
        0);
  }

  @Override
  public String finding(Measurement found) {
    return found.series().isEmpty()
        ? card().reading()
        : Steepest.words(found, "the loss of outputs linear in the weights", "of all weights");
  }

  @Override
  public Answer answer(MeasureContext context) {
    try (Eigenpairs pairs =
        HessianEigenvalues.lanczos(context, context.settings().eigenvalues(), 0)
            .solve(new BatchGaussNewton(context), context.stream("gauss-newton-eigenvalues"))) {
      return HessianEigenvalues.answer(
          context,
          pairs,
          pairs.top(),
          context.conventions(context.settings().mode())
              + "; G = mean of J' H_out J, for softmax cross-entropy the Fisher matrix; descending");
    }
  }
}
