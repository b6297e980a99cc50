package org.sweetspot.measure.quality;

import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;

/** Share of rows whose largest logit is at the label, on each split. */
public final class Accuracy implements Measure {
  @Override
  public Card card() {
    return new Card(
        "accuracy",
        "accuracy",
        "How often is the network right?",
        "outputs (a classifier)",
        "0 to 1. A difference below two standard errors on one test set may be that test set's"
            + " accident; two networks on the same examples can be told apart more finely.",
        "",
        "definition");
  }

  @Override
  public Answer answer(MeasureContext context) {
    context.require(Outputs.class);
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (Split split : Split.values()) {
      if (context.problem().size(split) > 0) {
        OutputScores scores = OutputScores.of(context, split);
        double share = Sample.mean(scores.hits());
        values.put(MeasureContext.name(split), share);
        errors.put(MeasureContext.name(split), binomialError(share, scores.rows()));
      }
    }
    return Answer.estimate(
        Value.Named.of(values),
        Value.Named.of(errors),
        "share; binomial standard error sqrt(a (1 - a) / rows)",
        "first largest logit against the label, all rows of the split, mode evaluate; rows of one"
            + " text are counted as independent");
  }

  static double binomialError(double share, int rows) {
    return Math.sqrt(share * (1 - share) / rows);
  }
}
