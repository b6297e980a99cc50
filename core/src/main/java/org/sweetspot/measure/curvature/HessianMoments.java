package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** The first four moments of the Hessian's eigenvalues, (1/p) sum lambda^k. */
public final class HessianMoments implements Measure {
  @Override
  public Card card() {
    return new Card(
        "hessian-moments",
        "moments of the Hessian's eigenvalues",
        "What are the mean curvature, its spread, skew and tail over all directions?",
        "Hessian products",
        "Means over all p directions, so networks of different size can be compared. The higher"
            + " the power, the more the few steepest directions decide.",
        "",
        "Hutchinson 1990; Gambhir, Stathopoulos and Orginos 2017 (deflation)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return HessianPowers.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double mean = found.number("moment-1");
    double square = found.number("moment-2");
    double fourth = found.number("moment-4");
    if (Double.isNaN(mean) || Double.isNaN(fourth) || !(square > 0 && fourth > 0)) {
      return Finding.READING;
    }
    Finding sign =
        Finding.of(
            Math.abs(mean) <= 2 * found.margin("moment-1")
                ? CurvatureFinding.MEAN_UNDECIDED
                : mean > 0 ? CurvatureFinding.MEAN_UP : CurvatureFinding.MEAN_DOWN,
            mean,
            Math.sqrt(square));
    double relative =
        Math.hypot(2 * found.margin("moment-2") / square, found.margin("moment-4") / fourth);
    return relative > 0.5
        ? sign.and(CurvatureFinding.SPREAD_UNKNOWN)
        : sign.and(
            CurvatureFinding.SPREAD,
            100 * square * square / fourth,
            100 * relative * square * square / fourth);
  }

  @Override
  public Answer answer(MeasureContext context) {
    HessianPowers powers = HessianPowers.of(context);
    double dimension = context.subject().problem().space().dimension();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (int k = 1; k <= HessianPowers.POWERS; k++) {
      values.put("moment-" + k, powers.trace(k) / dimension);
      errors.put("moment-" + k, powers.error(k) / dimension);
    }
    Conventions conventions =
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "moment-k is (1/p) times the sum of the k-th powers, p = "
                    + context.subject().problem().space().dimension()
                    + ", not centred");
    Value.Named value = Value.Named.of(values);
    if (powers.isExact()) {
      return Answer.exact(value, powers.estimator(), conventions);
    }
    Answer answer = Answer.estimate(value, Value.Named.of(errors), powers.estimator(), conventions);
    boolean enough = powers.isReached() || context.bench().settings().traceError() == 0;
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }
}
