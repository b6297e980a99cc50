package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * ||w - w0||, and the same over ||w0||. Exact. Cost: three passes; memory: two vectors. Source:
 * Hoffer, Hubara and Soudry 2017.
 */
final class DistanceMonitor implements Monitor {
  private @Nullable ParameterVector difference;

  @Override
  public String id() {
    return "distance";
  }

  @Override
  public String question() {
    return "How far have the weights moved from their initialization?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "Euclidean, all trained parameters, from the weights before the first update; exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    ParameterVector initial = watched.initial();
    if (difference == null) {
      difference = watched.problem().space().zero();
    }
    double distance = difference.set(watched.problem().parameters()).add(-1, initial).norm();
    return Optional.of(
        MonitorSample.of(
            Map.of(
                "absolute", Figure.exact(distance),
                "relative", Figure.exact(distance / initial.norm()))));
  }

  @Override
  public void close() {
    if (difference != null) {
      difference.close();
      difference = null;
    }
  }
}
