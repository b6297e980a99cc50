package org.sweetspot.measure;

import java.util.List;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.statistics.UndefinedException;

/** One question that can be asked about a problem at its current weights. */
public interface Measure {
  /** What a practitioner should know of it. */
  Card card();

  /**
   * The work that an answer will need, for the plan that is shown before anything is measured; none
   * where reading outputs, weights or the results of others suffices.
   *
   * @throws NotApplicableException if the measure has no meaning here
   */
  default List<Work> work(MeasureContext context) {
    return List.of();
  }

  /** Unit of the value: the card's, but that losses of real targets are not in nats. */
  default String unit(MeasureContext context) {
    boolean numbers =
        context.subject().hasProblem()
            && context
                .subject()
                .problem()
                .ability(OutputForm.class)
                .map(form -> form.task() == OutputForm.Task.NUMBERS)
                .orElse(false);
    return numbers && card().unit().equals("nats") ? "" : card().unit();
  }

  /**
   * What this answer says: whether it is usual and what it implies. {@link Finding#READING} where
   * no more can be said than how such numbers are read.
   */
  default Finding judge(Measurement answer) {
    return Finding.READING;
  }

  /**
   * Answers the question; {@link #measure} adds card and cost.
   *
   * @throws NotApplicableException if it has no meaning here
   * @throws UndefinedException if loss, outputs or products are not finite
   */
  Answer answer(MeasureContext context);

  /**
   * Answers the question. Work shared between measures is charged to the one that asks first.
   * Weights, outputs or products that are not finite give {@link Status#NOT_APPLICABLE} with the
   * reason in the conventions.
   */
  default Measurement measure(MeasureContext context) {
    Card card = card();
    WorkMeter.Reading before = context.bench().work().read();
    try {
      if (context.subject().hasProblem() && !context.subject().problem().parameters().isFinite()) {
        throw new NotApplicableException(
            "the weights hold NaN or infinity: the training diverged; measure an earlier snapshot");
      }
      Answer answer = Finite.require(answer(context));
      return new Measurement(
          card.id(),
          answer.value(),
          answer.error(),
          unit(context),
          answer.status(),
          answer.estimator(),
          answer.conventions(),
          context.bench().work().since(before),
          answer.control(),
          card.source(),
          answer.nulls(),
          answer.details());
    } catch (NotApplicableException | UndefinedException e) {
      return none(
          Status.NOT_APPLICABLE,
          "not applicable: " + e.getMessage(),
          context.bench().work().since(before));
    }
  }

  /** This measure's place in a list of answers where it has none. */
  default Measurement none(Status status, String reason, Cost cost) {
    Card card = card();
    return new Measurement(
        card.id(),
        null,
        null,
        card.unit(),
        status,
        "",
        Conventions.reason(reason),
        cost,
        "",
        card.source());
  }
}
