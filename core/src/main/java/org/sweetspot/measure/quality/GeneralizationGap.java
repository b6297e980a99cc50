package org.sweetspot.measure.quality;

import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;

/** How much worse the network is on held-out data than on its training data. */
public final class GeneralizationGap implements Measure {
  @Override
  public Card card() {
    return new Card(
        "gap",
        "generalization gap",
        "How much worse is the network on data it never saw than on the data it was trained on?",
        "a test or validation split; accuracy needs outputs",
        "Zero means no overfitting, not a good network: an undertrained one has no gap. Both"
            + " numbers are positive where held-out data fare worse. Read with the accuracy.",
        "",
        "definition");
  }

  @Override
  public Finding judge(Measurement found) {
    double points = 100 * found.number("accuracy");
    if (Double.isNaN(points)) {
      return Finding.READING;
    }
    return points < 200 * found.margin("accuracy")
        ? Finding.of(QualityFinding.NO_GAP_SHOWN)
        : Finding.of(points > 10 ? QualityFinding.LARGE_GAP : QualityFinding.USUAL_GAP, points);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Split held = context.sampling().heldOut();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    SplitLoss train = SplitLoss.of(context, Split.TRAIN);
    SplitLoss test = SplitLoss.of(context, held);
    values.put("loss", test.mean() - train.mean());
    double lossError = Math.hypot(test.standardError(), train.standardError());
    if (Double.isFinite(lossError)) {
      errors.put("loss", lossError);
    }
    if (context.subject().offers(Outputs.class)) {
      OutputScores trainScores = OutputScores.of(context, Split.TRAIN);
      OutputScores testScores = OutputScores.of(context, held);
      double a = Sample.mean(trainScores.hits());
      double b = Sample.mean(testScores.hits());
      values.put("accuracy", a - b);
      errors.put(
          "accuracy",
          Math.hypot(
              Accuracy.binomialError(a, trainScores.rows()),
              Accuracy.binomialError(b, testScores.rows())));
    }
    Conventions conventions =
        context
            .subject()
            .taken(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "loss: "
                    + Sampling.name(held)
                    + " minus train, nats; accuracy: train minus "
                    + Sampling.name(held)
                    + ", as a share")
            .and(Conventions.DEFINITION, "all examples");
    Value value = Value.Named.of(values);
    return errors.isEmpty()
        ? Answer.exact(value, "difference of means", conventions)
        : Answer.estimate(
            value,
            Value.Named.of(errors),
            "difference of means; standard errors over examples added in squares (binomial for"
                + " accuracy), the splits taken as independent samples",
            conventions);
  }
}
