package org.sweetspot.monitor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;

/**
 * eta / |w|^2 over the weight matrices and kernels: the step size that a normalized network feels,
 * since scaling its weights by c leaves its outputs alone and scales gradients by 1 / c. Exact.
 * Cost: one pass over the weights. Sources: van Laarhoven 2017; Hoffer et al. 2018.
 */
final class EffectiveRateMonitor implements Monitor {
  @Override
  public String id() {
    return "effective-rate";
  }

  @Override
  public String question() {
    return "How large are steps against the weights that normalization makes scale-free?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "the step's learning rate over the squared norm of all tensors of role weight, biases,"
        + " normalizations and embeddings left out; layers without normalization after them,"
        + " such as the last, are counted too; exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    List<ParameterGroup> groups = watched.problem().space().groups();
    if (!watched.hasOneRate()) {
      throw new NotApplicableException(
          "layers have rates of their own (maximal-update parametrization), and it speaks of one"
              + " rate for all");
    }
    if (groups.stream().noneMatch(group -> group.role() == Role.NORMALIZATION)) {
      throw new NotApplicableException(
          "without normalization layers the learning rate itself is the effective one");
    }
    double square = 0;
    for (ParameterGroup group : groups) {
      if (group.role() == Role.WEIGHT) {
        try (ParameterVector part = watched.problem().parameters().view(group)) {
          square += part.dot(part);
        }
      }
    }
    return Optional.of(MonitorSample.of(Map.of("rate", Figure.exact(report.rate() / square))));
  }
}
