package org.sweetspot.measure.quality;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.OutputForm.Task;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Bootstrap;
import org.sweetspot.statistics.UndefinedException;

/** How far the outputs are from targets that are real numbers, on each split. */
public final class Regression implements Measure {
  private final Kind kind;

  private enum Kind {
    EXPLAINED,
    ABSOLUTE,
    SQUARE
  }

  private Regression(Kind kind) {
    this.kind = kind;
  }

  /** The share of the targets' variance that is explained. */
  public static Regression explained() {
    return new Regression(Kind.EXPLAINED);
  }

  /** The mean absolute error. */
  public static Regression absolute() {
    return new Regression(Kind.ABSOLUTE);
  }

  /** The root of the mean squared error. */
  public static Regression square() {
    return new Regression(Kind.SQUARE);
  }

  @Override
  public Card card() {
    return switch (kind) {
      case EXPLAINED ->
          new Card(
              "r2",
              "coefficient of determination",
              "How much of the targets' variance does the network explain?",
              "real targets",
              "1 is exact; 0 is no better than always answering the mean of the split; negative is"
                  + " worse. The mean over outputs.",
              "",
              "definition");
      case ABSOLUTE ->
          new Card(
              "mean-absolute-error",
              "mean absolute error",
              "How far off is a typical answer?",
              "real targets",
              "In the targets' unit; compare it with their spread. The mean over outputs.",
              "",
              "definition");
      case SQUARE ->
          new Card(
              "rmse",
              "root mean squared error",
              "How far off are the answers, large errors counting more?",
              "real targets",
              "In the targets' unit; the mean squared error is taken over examples and outputs.",
              "",
              "definition");
    };
  }

  @Override
  public Finding judge(Measurement found) {
    String split =
        Stream.of("test", "validation", "train")
            .filter(name -> found.parts().containsKey(name))
            .findFirst()
            .orElse("");
    double value = found.number(split);
    if (Double.isNaN(value) || kind != Kind.EXPLAINED) {
      return Finding.READING;
    }
    double error = found.margin(split);
    return Finding.of(explained(value, error, split), value, split, error);
  }

  private static QualityFinding explained(double value, double error, String split) {
    if (value > 2 * error) {
      return split.equals("train") ? QualityFinding.EXPLAINS_TRAINING : QualityFinding.EXPLAINS_NEW;
    }
    return value < -2 * error
        ? QualityFinding.WORSE_THAN_MEAN
        : QualityFinding.NOT_BETTER_THAN_MEAN;
  }

  @Override
  public Answer answer(MeasureContext context) {
    TargetRows.require(context, Task.NUMBERS);
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (Split split : Split.values()) {
      if (context.subject().problem().size(split) > 0) {
        TargetRows rows = TargetRows.of(context, split, Task.NUMBERS);
        String name = Sampling.name(split);
        values.put(name, of(rows, IntStream.range(0, rows.rows()).toArray()));
        errors.put(
            name,
            new Bootstrap(context.bench().settings().replicates())
                .standardError(
                    rows.rows(),
                    context.sampling().stream(card().id() + "/" + name),
                    indices -> drawn(rows, indices)));
      }
    }
    return Answer.estimate(
        Value.Named.of(values),
        Value.Named.of(errors),
        switch (kind) {
          case EXPLAINED -> "1 - sum (z - t)^2 / sum (t - mean t)^2, mean over outputs";
          case ABSOLUTE -> "mean |z - t| over examples and outputs";
          case SQUARE -> "root of the mean (z - t)^2 over examples and outputs";
        },
        context
            .subject()
            .taken(context.subject().mode())
            .and(Conventions.DEFINITION, "all examples of the split")
            .and(Conventions.DEFINITION, "standard errors by bootstrap over examples"));
  }

  private double of(TargetRows rows, int[] indices) {
    double value = number(rows, indices);
    if (Double.isNaN(value)) {
      throw new UndefinedException(
          "the targets of an output do not vary, so that there is nothing to explain");
    }
    return value;
  }

  /** A draw whose targets are all equal says what the whole sample says. */
  private double drawn(TargetRows rows, int[] indices) {
    double value = number(rows, indices);
    return Double.isNaN(value) ? number(rows, IntStream.range(0, rows.rows()).toArray()) : value;
  }

  private double number(TargetRows rows, int[] indices) {
    double sum = 0;
    for (int k = 0; k < rows.width(); k++) {
      int column = k;
      double squares =
          Arrays.stream(indices)
              .mapToDouble(i -> rows.residual(i, column) * rows.residual(i, column))
              .sum();
      sum +=
          switch (kind) {
            case EXPLAINED -> 1 - squares / spread(rows, indices, column);
            case ABSOLUTE ->
                Arrays.stream(indices).mapToDouble(i -> Math.abs(rows.residual(i, column))).sum()
                    / indices.length;
            case SQUARE -> squares / indices.length;
          };
    }
    double mean = sum / rows.width();
    return kind == Kind.SQUARE ? Math.sqrt(mean) : mean;
  }

  /** Sum of squared deviations from the mean; NaN where there are none. */
  private static double spread(TargetRows rows, int[] indices, int column) {
    double mean =
        Arrays.stream(indices).mapToDouble(i -> rows.target(i, column)).average().orElse(0);
    double sum =
        Arrays.stream(indices)
            .mapToDouble(i -> (rows.target(i, column) - mean) * (rows.target(i, column) - mean))
            .sum();
    return sum > 0 ? sum : Double.NaN;
  }
}
