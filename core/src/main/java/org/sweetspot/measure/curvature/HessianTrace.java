package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputForm.Linearity;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.vector.spectrum.Hutchinson;
import org.sweetspot.vector.spectrum.TraceEstimate;
import org.sweetspot.vector.spectrum.TraceEstimator;
import org.sweetspot.vector.spectrum.XTrace;

/** The trace of the Hessian with its standard error. */
public final class HessianTrace implements Measure {
  @Override
  public Card card() {
    return new Card(
        "hessian-trace",
        "trace of the Hessian",
        "How curved is the loss over all directions together?",
        "Hessian products, or gradients of outputs where the network is piecewise linear",
        "Smaller means flatter on average. Not divided by the number of weights. Depends on the"
            + " scale of the weights: compare only networks of one architecture.",
        "",
        "Hutchinson 1990 on each group of examples, where tr G = tr H; else Epperly, Tropp and"
            + " Webber 2024 (XTrace), or Hutchinson 1990 for models too large for it");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    if (HessianPowers.isSmall(context)) {
      return HessianPowers.work(context);
    }
    if (OutputTraces.giveTheHessiansTrace(context)) {
      return CurvatureWork.gradients(
          context, "gradients of randomly signed outputs", OutputTraces.most(context), 1);
    }
    return CurvatureWork.hessian(
        context,
        "trace of the Hessian",
        context.bench().settings().products(),
        context
            .bench()
            .vectors(
                context.subject().problem().space(), 3, context.bench().settings().products()));
  }

  @Override
  public Finding judge(Measurement found) {
    return ShiftedLoss.judge(found).orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Conventions conventions =
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(Conventions.DEFINITION, "sum of all eigenvalues" + relation(context));
    if (HessianPowers.isSmall(context)) {
      HessianPowers powers = HessianPowers.of(context);
      return Answer.exact(Value.of(powers.trace(1)), powers.estimator(), conventions);
    }
    if (OutputTraces.giveTheHessiansTrace(context)) {
      return fromOutputs(context, conventions);
    }
    // XTrace holds as many vectors as it spends products.
    int products = context.bench().settings().products();
    boolean fits =
        context.bench().vectors(context.subject().problem().space(), 1, products) == products;
    TraceEstimator estimator = fits ? new XTrace() : new Hutchinson();
    TraceEstimate trace =
        estimator.estimate(
            BatchHessian.of(context),
            context.sampling().stream("hessian-trace"),
            context.bench().settings().traceError(),
            products);
    Answer answer =
        Answer.estimate(
            Value.of(trace.value()),
            Value.of(trace.standardError()),
            (fits ? "XTrace, " : "Hutchinson, ")
                + trace.products()
                + " products; standard error over its samples",
            conventions);
    boolean enough = trace.reached() || context.bench().settings().traceError() == 0;
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  /** tr G, which is tr H here. */
  private static Answer fromOutputs(MeasureContext context, Conventions conventions) {
    OutputTraces.Trace trace = OutputTraces.trace(context);
    if (trace.isExact()) {
      return Answer.exact(
          Value.of(trace.value()),
          "trace of the Gauss-Newton matrix from squared gradient norms, one for each example and"
              + " class",
          conventions);
    }
    Answer answer =
        Answer.estimate(
            Value.of(trace.value()),
            Value.of(trace.error()),
            "trace of the Gauss-Newton matrix from squared gradients of outputs with random signs,"
                + " groups of "
                + trace.group()
                + (trace.group() == 1 ? " example" : " examples")
                + ", signs over examples and classes, "
                + trace.draws()
                + " draws; standard error over draws within groups",
            conventions);
    boolean enough = trace.reached() || context.bench().settings().traceError() == 0;
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  /** Where the same number can be had without noise. */
  private static String relation(MeasureContext context) {
    Optional<OutputForm> form = context.subject().problem().ability(OutputForm.class);
    if (context.subject().mode() == Mode.EVALUATE
        && form.isPresent()
        && context.subject().offers(OutputGradients.class)) {
      Linearity linearity = form.get().linearity(Mode.EVALUATE);
      return "; "
          + GaussNewtonTrace.relation(linearity)
          + (linearity == Linearity.CURVED ? "" : "; gauss-newton-trace gives tr G exactly");
    }
    return "";
  }
}
