package org.sweetspot.measure.calibration;

import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;

/** The mean of -log p(label) on held-out data. */
public final class NegativeLogLikelihood implements Measure {
  @Override
  public Card card() {
    return new Card(
        "nll",
        "negative log-likelihood",
        "How surprised is the network by the true labels of data it never saw?",
        "outputs and a test or validation split",
        "0 is certainty and always right; ln(number of classes) is guessing. It punishes confident"
            + " errors without limit: a rising value at constant accuracy is over-confidence.",
        "nats",
        "definition");
  }

  @Override
  public Finding judge(Measurement found) {
    double surprise = found.number();
    if (Double.isNaN(surprise)) {
      return Finding.READING;
    }
    Finding likelihood = Finding.of(CalibrationFinding.TRUE_CLASS_PROBABILITY, Math.exp(-surprise));
    return PriorBaseline.judge(found).map(likelihood::and).orElse(likelihood);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return mean(context, Kind.SURPRISE, "-ln p(label), natural logarithm, no label smoothing");
  }

  static Answer mean(MeasureContext context, Kind kind, String formula) {
    context.subject().require(Outputs.class);
    Split split = context.sampling().heldOut();
    OutputScores scores = OutputScores.of(context, split);
    double[] rows = kind == Kind.SURPRISE ? scores.surprise() : scores.brier();
    Conventions conventions =
        context
            .subject()
            .taken(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                formula
                    + ", mean over all "
                    + rows.length
                    + " rows of the "
                    + Sampling.name(split)
                    + " split");
    double score = Sample.mean(rows);
    Value mean = Value.of(score);
    PriorBaseline control =
        kind == Kind.SURPRISE ? PriorBaseline.surprise(scores) : PriorBaseline.brier(scores);
    Answer answer =
        rows.length < 2
            ? Answer.exact(mean, "one row only: no error can be told", conventions)
            : Answer.estimate(
                mean,
                Value.of(Sample.standardError(rows)),
                "mean; standard error of the mean over rows",
                conventions);
    return control.beside(answer, score);
  }

  /** Which score of a row. */
  enum Kind {
    /** -ln p(label). */
    SURPRISE,
    /** ||p - one-hot||^2. */
    BRIER
  }
}
