package org.sweetspot.measure.curvature;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/** The largest eigenvalues of the Hessian, with their residuals. */
public final class HessianEigenvalues implements Measure {
  @Override
  public Card card() {
    return new Card(
        "hessian-eigenvalues",
        "largest eigenvalues of the Hessian",
        "How sharp is the minimum in its steepest directions?",
        "Hessian products",
        "Larger is sharper. For image classifiers 1 to 1000 is common, and about as many values"
            + " stand out as there are classes. Depends on the scale of the weights: compare only"
            + " networks of one architecture. For what the step size makes of it see"
            + " stability-margin.",
        "",
        "Lanczos 1950; Sagun et al. 2017; Ghorbani, Krishnan and Xiao, ICML 2019");
  }

  @Override
  public Answer answer(MeasureContext context) {
    return answer(
        solve(context), context.conventions(context.settings().mode()) + "; Hessian of that mean");
  }

  /** The eigenpairs that all measures of a context share. */
  public static Eigenpairs solve(MeasureContext context) {
    return context.shared(
        Eigenpairs.class,
        "hessian",
        () ->
            lanczos(context)
                .solve(BatchHessian.of(context), context.stream("hessian-eigenvalues")));
  }

  static Lanczos lanczos(MeasureContext context) {
    MeasureSettings settings = context.settings();
    Lanczos lanczos = Lanczos.largest(settings.eigenvalues());
    return lanczos
        .withBasis(context.vectors(settings.eigenvalues() + 10, lanczos.basis()))
        .withTolerance(settings.tolerance())
        .withProducts(settings.products());
  }

  static Answer answer(Eigenpairs pairs, String conventions) {
    List<Double> residuals = pairs.top().stream().map(Eigenpair::residual).toList();
    Answer answer =
        Answer.estimate(
            new Value.Series(Arrays.stream(pairs.topValues()).boxed().toList()),
            new Value.Series(residuals),
            "thick-restart Lanczos with full reorthogonalization, "
                + pairs.products()
                + " products; the error is the residual norm ||A v - lambda v||, within which an"
                + " eigenvalue lies",
            conventions + "; descending; equal eigenvalues may count once");
    return pairs.converged() ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }
}
