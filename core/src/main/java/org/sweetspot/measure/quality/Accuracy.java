package org.sweetspot.measure.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;

/** Share of rows whose largest logit is at the label, on each split. */
public final class Accuracy implements Measure {
  private static final String ALWAYS = "always naming the commonest class of the split: ";

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
  public Finding judge(Measurement found) {
    String split =
        Stream.of("test", "validation", "train")
            .filter(name -> found.parts().containsKey(name))
            .findFirst()
            .orElse("");
    double share = found.number(split);
    double most = found.nullControl(split).map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(share) || Double.isNaN(most)) {
      return Finding.READING;
    }
    if (most == 1) {
      return Finding.of(QualityFinding.ONE_CLASS, 100 * share, split);
    }
    // Where all rows are right the binomial error is zero, which the control's is not.
    double doubt = found.nullControl(split).map(NullControl::error).orElse(0.0);
    double own = found.margin(split);
    return Finding.of(
        lead(share - most, Math.max(own, doubt), split),
        100 * share,
        split,
        100 * (own > 0 ? own : doubt),
        100 * most);
  }

  private static QualityFinding lead(double lead, double error, String split) {
    if (Math.abs(lead) <= 2 * error) {
      return QualityFinding.LEARNING_NOT_SHOWN;
    }
    return lead > 0
        ? split.equals("train") ? QualityFinding.LEARNED_TRAINING : QualityFinding.LEARNED
        : QualityFinding.WORSE_THAN_COMMONEST;
  }

  @Override
  public Answer answer(MeasureContext context) {
    context.subject().require(Outputs.class);
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    List<String> controls = new ArrayList<>();
    List<NullControl> nulls = new ArrayList<>();
    for (Split split : Split.values()) {
      if (context.subject().problem().size(split) > 0) {
        OutputScores scores = OutputScores.of(context, split);
        double share = Sample.mean(scores.hits());
        values.put(Sampling.name(split), share);
        errors.put(Sampling.name(split), binomialError(share, scores.rows()));
        double most = Arrays.stream(scores.frequencies()).max().orElse(0);
        double doubt = binomialError(most, scores.rows());
        controls.add(
            Sentence.of("%s %.4f with standard error %.4f", Sampling.name(split), most, doubt));
        double error = Math.max(binomialError(share, scores.rows()), doubt);
        nulls.add(
            new NullControl(
                Sampling.name(split),
                "always the commonest class",
                most,
                doubt,
                Math.abs(share - most) > 2 * error));
      }
    }
    return Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            "share; binomial standard error sqrt(a (1 - a) / rows)",
            context
                .subject()
                .taken(context.subject().mode())
                .and(
                    Conventions.DEFINITION,
                    "first largest logit against the label, all rows of the split")
                .and(Conventions.DEFINITION, "rows of one text are counted as independent"))
        .withControl(ALWAYS + String.join("; ", controls), nulls);
  }

  static double binomialError(double share, int rows) {
    return Math.sqrt(share * (1 - share) / rows);
  }
}
