package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * Length of an update, or the cosine between an update and the one after it. It keeps the weights
 * of one update and waits for the next (the angle for one more). Exact up to the rounding of the
 * weights. Cost: two to five passes; memory: one vector for the length, two for the angle.
 */
final class StepMonitor implements Monitor {
  private final boolean angle;
  private long last = -1;
  private @Nullable ParameterVector before;
  private @Nullable ParameterVector step;
  private boolean haveStep;

  private StepMonitor(boolean angle) {
    this.angle = angle;
  }

  static StepMonitor length() {
    return new StepMonitor(false);
  }

  static StepMonitor angle() {
    return new StepMonitor(true);
  }

  @Override
  public String id() {
    return angle ? "step-angle" : "step-length";
  }

  @Override
  public String question() {
    return angle
        ? "Does the training go straight on or back and forth from one update to the next?"
        : "How far does one update move the weights?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return angle
        ? "cosine between the update and the one before it, all trained parameters; exact"
        : "Euclidean, all trained parameters, momentum and weight decay included; relative: over"
            + " the norm of the weights; exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    ParameterVector weights = watched.problem().parameters();
    if (before == null) {
      before = watched.problem().space().zero();
    }
    if (last < 0 || report.step() != last + 1) {
      haveStep = false;
      return wait(report, before.set(weights));
    }
    // before := the step from it to the weights.
    before.scale(-1).add(1, weights);
    if (!angle) {
      last = -1;
      double length = before.norm();
      return Optional.of(
          MonitorSample.of(
              Map.of(
                  "length", Figure.exact(length),
                  "relative", Figure.exact(length / weights.norm()))));
    }
    if (step == null) {
      step = watched.problem().space().zero();
    }
    if (!haveStep) {
      step.set(before);
      haveStep = true;
      return wait(report, before.set(weights));
    }
    last = -1;
    double cosine = before.dot(step) / (before.norm() * step.norm());
    return Optional.of(MonitorSample.of(Map.of("cosine", Figure.exact(cosine))));
  }

  private Optional<MonitorSample> wait(StepReport report, ParameterVector kept) {
    before = kept;
    last = report.step();
    return Optional.empty();
  }

  @Override
  public void close() {
    if (before != null) {
      before.close();
      before = null;
    }
    if (step != null) {
      step.close();
      step = null;
    }
    last = -1;
  }
}
