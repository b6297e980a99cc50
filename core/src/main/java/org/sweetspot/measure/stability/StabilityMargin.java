package org.sweetspot.measure.stability;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.SecondMoment;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.curvature.BatchHessian;
import org.sweetspot.measure.curvature.CurvatureWork;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * The largest eigenvalue over the largest one at which the optimizer, given exact gradients of a
 * quadratic, stays stable:
 *
 * <pre>
 * gradient descent       eta lambda_1 / 2
 * heavy ball             eta lambda_1 / (2 + 2 m)
 * Nesterov               eta lambda_1 (1 + 2 m) / (2 + 2 m)
 * Adam                   eta (1 - beta1) lambda_1(P^-1 H) / (2 + 2 beta1)
 * RMSProp with momentum  eta lambda_1(P^-1 H) / (2 + 2 m)
 * </pre>
 */
public final class StabilityMargin implements Measure {
  @Override
  public Card card() {
    return new Card(
        "stability-margin",
        "edge of stability",
        "How close is the step size to the largest one that this minimum can hold?",
        "Hessian products and the optimizer; for adaptive optimizers their state",
        "1 is the edge for steps with exact gradients. Full-batch training hovers near 1; small"
            + " batches settle well below it; above 1 the weights are being thrown out of this"
            + " place towards a flatter one.",
        "",
        "Cohen et al., ICLR 2021, section 2 and appendix B; for Adam Cohen et al. 2022");
  }

  @Override
  public Finding judge(Measurement found) {
    double ratio = found.number();
    if (Double.isNaN(ratio)) {
      return Finding.READING;
    }
    if (Math.abs(ratio - 1) <= found.margin() && found.margin() > 0.15) {
      return Finding.of(StabilityFinding.SIDE_UNDECIDED);
    }
    if (ratio < 0.5) {
      return Finding.of(StabilityFinding.FAR_BELOW_EDGE);
    }
    return Finding.of(
        ratio < 0.85
            ? StabilityFinding.BELOW_EDGE
            : ratio <= 1.15 ? StabilityFinding.AT_EDGE : StabilityFinding.BEYOND_EDGE);
  }

  @Override
  public List<Work> work(MeasureContext context) {
    OptimizerRecipe optimizer = context.subject().facts().requireOptimizer();
    factor(optimizer);
    if (optimizer instanceof OptimizerRecipe.Sgd) {
      return CurvatureWork.eigenvalues(context, context.subject().stepMode());
    }
    if (context.subject().facts().secondMoment() == null) {
      return List.of();
    }
    return CurvatureWork.hessian(
        context,
        context.subject().stepMode(),
        "largest eigenvalue of the preconditioned Hessian",
        context.bench().settings().products(),
        context.bench().vectors(context.subject().problem().space(), 11, 60) + 2);
  }

  @Override
  public Answer answer(MeasureContext context) {
    OptimizerRecipe optimizer = context.subject().facts().requireOptimizer();
    double factor = factor(optimizer);
    if (optimizer instanceof OptimizerRecipe.Sgd) {
      return answer(
          context,
          HessianEigenvalues.solve(context, context.subject().stepMode()),
          factor,
          "the Hessian");
    }
    SecondMoment moment = context.subject().facts().secondMoment();
    if (moment == null) {
      throw new NotApplicableException(
          "an adaptive optimizer preconditions the Hessian with its running squared gradients,"
              + " which are not known; a run that ended holds them in second-moment.safetensors if"
              + " this version trained it: train it again, or watch edge-ratio in a training with"
              + " --monitor sharpness");
    }
    try (PreconditionedHessian hessian =
            new PreconditionedHessian(
                BatchHessian.of(context, context.subject().stepMode()), optimizer, moment);
        Eigenpairs pairs =
            Lanczos.largest(1)
                .withBasis(context.bench().vectors(context.subject().problem().space(), 11, 60))
                .withTolerance(context.bench().settings().tolerance())
                .withProducts(context.bench().settings().products())
                .solve(hessian, context.sampling().stream("stability-margin"))) {
      return answer(context, pairs, factor, "the preconditioned Hessian");
    }
  }

  private static Answer answer(
      MeasureContext context, Eigenpairs pairs, double factor, String matrix) {
    Eigenpair top = pairs.top().get(0);
    int trained = context.subject().facts().batch();
    String batch =
        trained == 0 ? "" : " (trained with batches of " + trained + ", judged as if with all)";
    Answer answer =
        Answer.estimate(
            Value.of(factor * top.value()),
            Value.of(factor * top.residual()),
            "Lanczos on " + matrix + "; the error is the residual on the same scale",
            context
                .sampling()
                .conventions(context.subject().stepMode())
                .and(
                    Conventions.DEFINITION,
                    name(context.subject().facts().requireOptimizer()) + batch));
    boolean enough =
        pairs.converged()
            || top.residual() <= context.bench().settings().tolerance() * Math.abs(top.value());
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  /**
   * What the largest eigenvalue (for adaptive optimizers, of {@link PreconditionedHessian}) is
   * multiplied by to be one at the edge, at the optimizer's learning rate.
   */
  public static double factor(OptimizerRecipe optimizer) {
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      double m = sgd.momentum();
      double edge = sgd.nesterov() ? (2 + 2 * m) / (1 + 2 * m) : 2 + 2 * m;
      return sgd.rate() / edge;
    }
    if (optimizer instanceof OptimizerRecipe.AdamW adam) {
      return adam.rate() * (1 - adam.beta1()) / (2 + 2 * adam.beta1());
    }
    OptimizerRecipe.RmsProp rms = (OptimizerRecipe.RmsProp) optimizer;
    return rms.rate() / (2 + 2 * rms.momentum());
  }

  private static String name(OptimizerRecipe optimizer) {
    String rate = " at learning rate " + optimizer.rate();
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      String rule = sgd.nesterov() ? "Nesterov" : "heavy ball";
      return sgd.momentum() == 0
          ? "gradient descent" + rate
          : rule + rate + " and momentum " + sgd.momentum();
    }
    return (optimizer instanceof OptimizerRecipe.AdamW ? "Adam" : "RMSProp") + rate;
  }
}
