package org.sweetspot.measure.quality;

import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputForm.OutputLoss;
import org.sweetspot.problem.Split;

/** The training objective on each split, without weight decay. */
public final class Loss implements Measure {
  @Override
  public Card card() {
    return new Card(
        "loss",
        "loss",
        "How large is the objective on the data it was trained on and on data it never saw?",
        "nothing beyond the problem; an error needs the losses of single examples",
        "Compare splits: a training loss near zero with a larger test loss means that the network"
            + " knows its training data by heart. ln(number of classes) is what guessing gives.",
        "nats",
        "definition");
  }

  /** Nats for likelihoods; distances have the squared (or the plain) unit of the targets. */
  @Override
  public String unit(MeasureContext context) {
    return unit(context, card());
  }

  static String unit(MeasureContext context, Card card) {
    boolean likelihood =
        context
            .subject()
            .problem()
            .ability(OutputForm.class)
            .map(OutputForm::outputLoss)
            .map(
                loss -> loss == OutputLoss.CROSS_ENTROPY || loss == OutputLoss.BINARY_CROSS_ENTROPY)
            .orElse(true);
    return likelihood ? card.unit() : "";
  }

  @Override
  public Finding judge(Measurement found) {
    double train = found.number("train");
    String other = found.parts().containsKey("test") ? "test" : "validation";
    double rise = found.number(other) - train;
    if (found.parts().isEmpty()) {
      return Finding.READING;
    }
    if (Double.isNaN(rise)) {
      return Finding.of(QualityFinding.ONE_SPLIT);
    }
    double error = Math.hypot(found.margin("train"), found.margin(other));
    boolean known = found.error() != null;
    if (known && Math.abs(rise) <= 2 * error) {
      return Finding.of(QualityFinding.SAME_LOSS, rise, error);
    }
    return Finding.of(
        rise > 0 ? QualityFinding.HIGHER_LOSS : QualityFinding.LOWER_LOSS,
        Math.abs(rise),
        known ? Fact.of(QualityFinding.ERROR, error) : Fact.of(QualityFinding.ERROR_NOT_KNOWN));
  }

  @Override
  public Answer answer(MeasureContext context) {
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (Split split : Split.values()) {
      if (context.subject().problem().size(split) > 0) {
        SplitLoss loss = SplitLoss.of(context, split);
        values.put(Sampling.name(split), loss.mean());
        if (Double.isFinite(loss.standardError())) {
          errors.put(Sampling.name(split), loss.standardError());
        }
      }
    }
    Conventions conventions =
        context
            .subject()
            .taken(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "the problem's own objective (label smoothing included where the recipe has it),"
                    + " mean over all examples of the split")
            .and(Conventions.DEFINITION, "without weight decay and augmentation");
    return errors.isEmpty()
        ? Answer.exact(Value.Named.of(values), "mean over all examples", conventions)
        : Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            "mean; standard error of the mean over examples",
            conventions);
  }
}
