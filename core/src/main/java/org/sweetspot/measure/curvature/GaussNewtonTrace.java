package org.sweetspot.measure.curvature;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.OutputShape;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputForm.Linearity;
import org.sweetspot.problem.OutputGradients;

/**
 * The trace of the Gauss-Newton matrix without sampling. For softmax cross-entropy
 *
 * <pre>tr G = (1/n) sum_n sum_c p_c ||J_c - sum_k p_k J_k||^2</pre>
 *
 * <p>with J_c the gradient of logit c: one squared norm for each example and class, of the gradient
 * of sum_k a_k z_k with a = sqrt(p_c) (e_c - p), all terms positive, so that nothing cancels. For
 * the squared loss a = e_c.
 */
public final class GaussNewtonTrace implements Measure {
  static final String ID = "gauss-newton-trace";

  /** Detail: 1 where the trace is the Hessian's too. */
  private static final String HESSIANS = "is-hessian-trace";

  @Override
  public Card card() {
    return new Card(
        ID,
        "trace of the Gauss-Newton matrix",
        "How strongly do the outputs react to the weights over all directions together?",
        "gradients of outputs, example by example",
        "Never negative. For networks of ReLU and max-pooling it is also the trace of the Hessian.",
        "",
        "Schraudolph 2002; Martens 2010, section on the generalized Gauss-Newton matrix");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(OutputGradients.class);
    return OutputTraces.isCheap(context)
        ? CurvatureWork.outputs(context, OutputShape.of(context).classes())
        : CurvatureWork.gradients(
            context, "gradients of randomly signed outputs", OutputTraces.most(context), 1);
  }

  @Override
  public Finding judge(Measurement found) {
    return ShiftedLoss.judge(found)
        .map(
            loss ->
                loss.and(
                    found.detail(HESSIANS) == 1
                        ? CurvatureFinding.HESSIAN_TOO
                        : CurvatureFinding.OUTPUTS_ONLY))
        .orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    OutputForm form = context.subject().require(OutputForm.class);
    context.subject().requireCurvedLoss();
    Conventions conventions =
        context
            .sampling()
            .conventions(Mode.EVALUATE)
            .and(
                Conventions.DEFINITION,
                "G = mean of J' H_out J, not divided by the number of weights; "
                    + relation(form.linearity(Mode.EVALUATE)));
    OutputTraces.Trace trace =
        OutputTraces.isCheap(context) ? OutputTraces.whole(context) : OutputTraces.trace(context);
    Answer answer =
        trace.isExact()
            ? Answer.exact(
                Value.of(trace.value()),
                "sum of squared gradient norms, one for each example and class",
                conventions)
            : Answer.estimate(
                Value.of(trace.value()),
                Value.of(trace.error()),
                "squared gradients of outputs with random signs, groups of "
                    + trace.group()
                    + " examples, "
                    + trace.draws()
                    + " draws, since single examples take a backward pass each; standard error over"
                    + " draws within groups",
                conventions);
    return (trace.reached() ? answer : answer.withStatus(Status.NOT_CONVERGED))
        .withDetail(HESSIANS, form.linearity(Mode.EVALUATE) == Linearity.PIECEWISE_LINEAR ? 1 : 0);
  }

  /** How this trace and the Hessian's are related. */
  static String relation(Linearity linearity) {
    return switch (linearity) {
      case PIECEWISE_LINEAR ->
          "almost everywhere tr G = tr H here, since the outputs are piecewise linear in each"
              + " weight";
      case CURVED -> "tr G and tr H differ here, since the outputs are curved in single weights";
      case UNKNOWN ->
          "whether tr G = tr H is not known: it holds if the module's outputs are piecewise linear"
              + " in each weight (ReLU, max-pooling, fixed normalization), which cannot be seen";
    };
  }
}
