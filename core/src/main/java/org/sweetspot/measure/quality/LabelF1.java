package org.sweetspot.measure.quality;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.OutputForm.Task;
import org.sweetspot.problem.Split;

/** Accuracy, precision, recall and F1 of each label, on held-out examples where there are any. */
public final class LabelF1 implements Measure {
  @Override
  public Card card() {
    return new Card(
        "label-f1",
        "F1 of each label",
        "Which labels does the network find, and which does it miss?",
        "several labels an example",
        "F1 is the harmonic mean of precision (how many of those it names are right) and recall"
            + " (how many it finds); 0 for a label that it never names rightly.",
        "",
        "van Rijsbergen 1979; zero where nothing is named or to be found");
  }

  @Override
  public Answer answer(MeasureContext context) {
    TargetRows.require(context, Task.LABELS);
    Split split = split(context);
    TargetRows rows = TargetRows.of(context, split, Task.LABELS);
    int labels = rows.width();
    double[] numbers = new double[labels];
    double[] share = new double[labels];
    double[] accuracy = new double[labels];
    double[] precision = new double[labels];
    double[] recall = new double[labels];
    double[] f1 = new double[labels];
    double sum = 0;
    for (int k = 0; k < labels; k++) {
      double named = 0;
      double there = 0;
      double both = 0;
      for (int i = 0; i < rows.rows(); i++) {
        boolean said = rows.output(i, k) > 0;
        boolean is = rows.target(i, k) == 1;
        named += said ? 1 : 0;
        there += is ? 1 : 0;
        both += said && is ? 1 : 0;
        accuracy[k] += said == is ? 1.0 / rows.rows() : 0;
      }
      numbers[k] = k;
      share[k] = there / rows.rows();
      precision[k] = named == 0 ? 0 : both / named;
      recall[k] = there == 0 ? 0 : both / there;
      f1[k] = named + there == 0 ? 0 : 2 * both / (named + there);
      sum += f1[k] / labels;
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("label", numbers);
    columns.put("share", share);
    columns.put("accuracy", accuracy);
    columns.put("precision", precision);
    columns.put("recall", recall);
    columns.put("f1", f1);
    return Answer.exact(
            Value.Columns.of(columns),
            "2 P R / (P + R) for each label, of logits above 0",
            context
                .subject()
                .taken(context.subject().mode())
                .and(
                    Conventions.DEFINITION,
                    "all " + rows.rows() + " examples of the " + Sampling.name(split) + " split"))
        .withDetail("macro-f1", sum);
  }

  private static Split split(MeasureContext context) {
    try {
      return context.sampling().heldOut();
    } catch (NotApplicableException trainingDataAlone) {
      return Split.TRAIN;
    }
  }
}
