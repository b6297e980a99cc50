package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Locale;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
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
  public Finding judge(Measurement found) {
    double value = found.number();
    double one = found.nullControl().map(NullControl::value).orElse(Double.NaN);
    double doubt = found.nullControl().map(NullControl::error).orElse(0.0);
    double all = found.detail("directions");
    if (Double.isNaN(value) || Double.isNaN(one) || !(value > 0)) {
      return Finding.READING;
    }
    double error = Math.hypot(found.margin(), doubt);
    if (value - one > 2 * error) {
      return Finding.of(CurvatureFinding.SQUARE_EXCEEDS);
    }
    double relative = Math.hypot(found.margin() / value, one > 0 ? doubt / one : 1);
    return relative > 0.5
        ? Finding.of(CurvatureFinding.SQUARE_UNCERTAIN)
        : Finding.of(CurvatureFinding.EQUAL_DIRECTIONS, one / value, all, relative * one / value);
  }

  @Override
  public Answer answer(MeasureContext context) {
    HessianPowers powers = HessianPowers.of(context);
    Conventions conventions =
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION, "tr H^2 = ||H||_F^2, not divided by the number of weights");
    Value value = Value.of(powers.trace(2));
    Answer answer =
        powers.isExact()
            ? Answer.exact(value, powers.estimator(), conventions)
            : Answer.estimate(value, Value.of(powers.error(2)), powers.estimator(), conventions);
    boolean enough =
        powers.isExact() || powers.isReached() || context.bench().settings().traceError() == 0;
    answer = beside(answer, powers, context.subject().problem().space().dimension());
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  /** Between these two the value lies where no eigenvalue is negative. */
  private static Answer beside(Answer answer, HessianPowers powers, long dimension) {
    double trace = powers.trace(1);
    double one = trace * trace;
    double error = 2 * Math.abs(trace) * powers.error(1);
    double even = one / dimension;
    double spread = 2 * Math.hypot(error, powers.error(2));
    return answer
        .withControl(
            String.format(
                Locale.ROOT,
                "with the trace %.6g, one direction alone would show %.6g (error %.2g), curvature"
                    + " spread evenly over all %d directions %.6g",
                trace,
                one,
                error,
                dimension,
                even),
            List.of(
                new NullControl(
                    "",
                    "all curvature in one direction",
                    one,
                    error,
                    Math.abs(powers.trace(2) - one) > spread),
                new NullControl(
                    "",
                    "curvature spread evenly over all directions",
                    even,
                    error / dimension,
                    Math.abs(powers.trace(2) - even) > spread)))
        .withDetail("directions", (double) dimension);
  }
}
