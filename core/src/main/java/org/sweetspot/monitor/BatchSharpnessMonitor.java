package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * Curvature that a step over one batch sees along its own gradient: g_B' H_B g_B / |g_B|^2.
 *
 * <p>Both conventions over a few batches of the training's size: the mean of the quotients, with sd
 * / sqrt(batches), and the quotient of the means, with a jackknife over batches. Cost: per batch a
 * linearization and one product. Source: Andreyev and Beneventano 2024, edge of stochastic
 * stability.
 */
final class BatchSharpnessMonitor implements Monitor {
  @Override
  public String id() {
    return "batch-sharpness";
  }

  @Override
  public String question() {
    return "How curved is the loss of one batch along that batch's own step?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return batches(watched)
        + " batches of "
        + watched.batch()
        + " training examples drawn for the step, not augmented, without weight decay; mode probe;"
        + " mean-of-quotients: standard error over batches; quotient-of-means: jackknife";
  }

  private static int batches(TrainingView watched) {
    return Math.max(2, watched.budget().batches() / 2);
  }

  @Override
  public double gradients(TrainingView watched, boolean first) {
    return batches(watched) * 5.5;
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    SecondOrder problem = watched.require(SecondOrder.class);
    int count = batches(watched);
    double[] curvatures = new double[count];
    double[] squares = new double[count];
    double[] quotients = new double[count];
    try (ParameterVector image = watched.problem().space().zero()) {
      for (int i = 0; i < count; i++) {
        Batch batch = watched.draw("batch-sharpness/" + i, report.step(), watched.batch());
        try (Linearization graph = problem.linearize(batch, Mode.PROBE)) {
          graph.apply(graph.gradient(), image);
          curvatures[i] = image.dot(graph.gradient());
          squares[i] = graph.gradient().dot(graph.gradient());
          quotients[i] = curvatures[i] / squares[i];
        }
      }
    }
    return Optional.of(
        MonitorSample.of(
            Map.of(
                "mean-of-quotients",
                Figure.estimate(
                    Sample.mean(quotients), Math.sqrt(Sample.variance(quotients) / count)),
                "quotient-of-means",
                Figure.estimate(
                    quotient(curvatures, squares, -1),
                    Jackknife.standardError(count, left -> quotient(curvatures, squares, left))))));
  }

  private static double quotient(double[] curvatures, double[] squares, int left) {
    double curvature = 0;
    double square = 0;
    for (int i = 0; i < squares.length; i++) {
      if (i != left) {
        curvature += curvatures[i];
        square += squares[i];
      }
    }
    return curvature / square;
  }
}
