package org.sweetspot.measure.curvature;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;

/** The trace of the squared Hessian: its squared Frobenius norm. */
public final class HessianSquareTrace implements Measure {
  @Override
  public Card card() {
    return new Card(
        "hessian-square-trace",
        "trace of the squared Hessian",
        "How much curvature is there in all, up or down, with the steepest directions counting"
            + " most?",
        "Hessian products",
        "The sum of all squared eigenvalues. With the trace it tells in how many directions the"
            + " curvature lies: tr(H)^2 / tr(H^2), if the Hessian has no negative part.",
        "",
        "Hutchinson 1990; Gambhir, Stathopoulos and Orginos 2017 (deflation)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return HessianPowers.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    HessianPowers powers = HessianPowers.of(context);
    String conventions =
        context.conventions(context.settings().mode())
            + "; tr H^2 = ||H||_F^2, not divided by the number of weights";
    Value value = Value.of(powers.trace(2));
    if (powers.isExact()) {
      return Answer.exact(value, powers.estimator(), conventions);
    }
    Answer answer =
        Answer.estimate(value, Value.of(powers.error(2)), powers.estimator(), conventions);
    boolean enough = powers.isReached() || context.settings().traceError() == 0;
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }
}
