package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.StepReport;

/**
 * How clearly a batch of training examples is classified: means over rows of the margin z_y - max
 * over j != y of z_j, of the confidence max softmax, and of being right. Errors: standard errors
 * over rows. Cost: one forward pass over the probe batch.
 */
final class MarginMonitor implements Monitor {
  @Override
  public String id() {
    return "margin";
  }

  @Override
  public String question() {
    return "How clearly and how confidently are training examples classified?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "means over the same "
        + watched.probe().size()
        + " training examples at every reading, not augmented; mode evaluate (running statistics as"
        + " they stand); standard errors over rows";
  }

  @Override
  public double gradients(TrainingView watched, boolean first) {
    return 0.5 * watched.gradients(watched.budget().examples());
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    Outputs outputs = watched.require(Outputs.class);
    Predictions rows = outputs.predictions(watched.probe(), Mode.EVALUATE);
    if (rows.classes() < 2) {
      throw new NotApplicableException("a margin needs at least two classes");
    }
    double[] margins = new double[rows.rows()];
    double[] confidences = new double[rows.rows()];
    double[] right = new double[rows.rows()];
    for (int row = 0; row < rows.rows(); row++) {
      margins[row] = margin(rows, row);
      confidences[row] = confidence(rows, row);
      right[row] = rows.predicted(row) == rows.label(row) ? 1 : 0;
    }
    return Optional.of(
        MonitorSample.of(
            Map.of(
                "margin", mean(margins),
                "confidence", mean(confidences),
                "accuracy", mean(right))));
  }

  private static double margin(Predictions rows, int row) {
    double rival = Double.NEGATIVE_INFINITY;
    for (int column = 0; column < rows.classes(); column++) {
      if (column != rows.label(row)) {
        rival = Math.max(rival, rows.logit(row, column));
      }
    }
    return rows.logit(row, rows.label(row)) - rival;
  }

  private static double confidence(Predictions rows, int row) {
    double largest = rows.logit(row, rows.predicted(row));
    double sum = 0;
    for (int column = 0; column < rows.classes(); column++) {
      sum += Math.exp(rows.logit(row, column) - largest);
    }
    return 1 / sum;
  }

  private static Figure mean(double[] values) {
    double error = values.length < 2 ? 0 : Math.sqrt(Sample.variance(values) / values.length);
    return Figure.estimate(Sample.mean(values), error);
  }
}
