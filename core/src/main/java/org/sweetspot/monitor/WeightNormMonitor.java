package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.sweetspot.training.StepReport;

/** Euclidean norm of all trained parameters. Exact. Cost: one pass over the weights. */
final class WeightNormMonitor implements Monitor {
  @Override
  public String id() {
    return "weight-norm";
  }

  @Override
  public String question() {
    return "How large have the weights become?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "Euclidean, all trained parameters; exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    double norm = watched.problem().parameters().norm();
    return Optional.of(MonitorSample.of(Map.of("all", Figure.exact(norm))));
  }
}
