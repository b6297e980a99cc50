package org.sweetspot.measure.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.OutputForm.Task;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;

/** Share of right answers over examples that have several labels each, on each split. */
public final class LabelAccuracy implements Measure {
  @Override
  public Card card() {
    return new Card(
        "label-accuracy",
        "accuracy over labels",
        "How often is the network right about a single label?",
        "several labels an example",
        "Rare labels make it high for a network that always says no: compare it with the control,"
            + " and see label-f1.",
        "",
        "definition");
  }

  @Override
  public Answer answer(MeasureContext context) {
    TargetRows.require(context, Task.LABELS);
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    List<NullControl> nulls = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (Split split : Split.values()) {
      if (context.subject().problem().size(split) == 0) {
        continue;
      }
      TargetRows rows = TargetRows.of(context, split, Task.LABELS);
      String name = Sampling.name(split);
      double[] right = new double[rows.rows()];
      double[] common = new double[rows.rows()];
      for (int k = 0; k < rows.width(); k++) {
        double ones = 0;
        for (int i = 0; i < right.length; i++) {
          ones += rows.target(i, k);
        }
        double commoner = 2 * ones > right.length ? 1 : 0;
        for (int i = 0; i < right.length; i++) {
          double said = rows.output(i, k) > 0 ? 1 : 0;
          right[i] += (said == rows.target(i, k) ? 1.0 : 0) / rows.width();
          common[i] += (commoner == rows.target(i, k) ? 1.0 : 0) / rows.width();
        }
      }
      double[] lead = new double[right.length];
      for (int i = 0; i < lead.length; i++) {
        lead[i] = right[i] - common[i];
      }
      double error = right.length < 2 ? 0 : Sample.standardError(right);
      double doubt = right.length < 2 ? 0 : Sample.standardError(lead);
      values.put(name, Sample.mean(right));
      errors.put(name, error);
      nulls.add(
          new NullControl(
              name,
              "always naming the commoner value of each label",
              Sample.mean(common),
              doubt,
              Math.abs(Sample.mean(lead)) > 2 * doubt));
      words.add(String.format(Locale.ROOT, "%s %.4f", name, Sample.mean(common)));
    }
    return Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            "share of labels whose logit has the right sign, mean over examples; standard error"
                + " over examples",
            context
                .subject()
                .taken(context.subject().mode())
                .and(Conventions.DEFINITION, "all examples and labels of the split"))
        .withControl(
            "always naming the commoner value of each label: " + String.join("; ", words), nulls);
  }
}
