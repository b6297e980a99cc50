package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
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
  public String finding(Measurement found) {
    double mean = found.number("moment-1");
    double square = found.number("moment-2");
    double fourth = found.number("moment-4");
    if (Double.isNaN(mean) || Double.isNaN(fourth) || !(square > 0 && fourth > 0)) {
      return card().reading();
    }
    double doubt = found.margin("moment-1");
    String sign =
        Math.abs(mean) <= 2 * doubt
            ? "cannot be told from zero"
            : mean > 0 ? "is upwards" : "is downwards, as at no minimum";
    double relative =
        Math.hypot(2 * found.margin("moment-2") / square, found.margin("moment-4") / fourth);
    String spread =
        Sentence.of(
            "The mean curvature of a direction, %.3g, %s; the root mean square is %.3g. ",
            mean, sign, Math.sqrt(square));
    return spread
        + (relative > 0.5
            ? "In how few directions it lies cannot be told from these errors."
            : Sentence.of(
                "Its square lies as if in %.2g%% of the directions (error %.1g), 100%% being all"
                    + " alike.",
                100 * square * square / fourth, 100 * relative * square * square / fourth));
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
