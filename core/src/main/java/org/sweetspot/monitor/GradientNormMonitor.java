package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.sweetspot.training.StepReport;

/** Norm of the gradient that the update took. Exact. Cost: none, the training has it. */
final class GradientNormMonitor implements Monitor {
  @Override
  public String id() {
    return "gradient-norm";
  }

  @Override
  public String question() {
    return "How steep was the loss of the update's own batch?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "Euclidean, of the update's own batch at the weights before it, before clipping, without"
        + " weight decay; exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    return Optional.of(MonitorSample.of(Map.of("batch", Figure.exact(report.gradientNorm()))));
  }
}
