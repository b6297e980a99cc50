package org.sweetspot.measure.topology;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Work;
import org.sweetspot.topology.BlockedDistances;
import org.sweetspot.topology.Distances;
import org.sweetspot.topology.Metric;
import org.sweetspot.topology.ProjectedTrajectory;
import org.sweetspot.trajectory.Trajectory;

/**
 * The states of a training as clouds of points, one for each way to tell them apart:
 *
 * <ul>
 *   <li>{@code weights}: Euclidean, between the trained parameters;
 *   <li>{@code losses}: the mean over the measured examples of the absolute difference of their
 *       losses (Dupuis et al. 2023);
 *   <li>{@code labels}: the share of the measured examples that are given different labels.
 * </ul>
 *
 * <p>The latter two where the model is at hand and tells examples apart. Distances are computed
 * once for all measures. A first state that stands apart is left out ({@link LaterStates}). Where
 * the exact ones would take more than {@value #MOST_DIFFERENCES} differences the weights are
 * projected at random to {@value #COORDINATES} coordinates before, which changes a distance by
 * about 1%; the conventions say so.
 */
final class StateClouds {
  static final String WEIGHTS = "weights";
  static final String LOSSES = "losses";
  static final String LABELS = "labels";

  private static final double MOST_DIFFERENCES = 1e12;
  private static final int COORDINATES = 4096;

  private final Map<String, Distances> byName;
  private final Conventions conventions;
  private final double norm;

  private StateClouds(Map<String, Distances> byName, Conventions conventions, double norm) {
    this.byName = Collections.unmodifiableMap(byName);
    this.conventions = conventions;
    this.norm = norm;
  }

  /** The clouds that all measures of a context share. */
  static StateClouds of(MeasureContext context) {
    Trajectory trajectory = LaterStates.of(trajectory(context));
    return context.bench().shared(StateClouds.class, "clouds", () -> make(context, trajectory));
  }

  /** What computing them costs at most. */
  static List<Work> work(MeasureContext context) {
    Trajectory trajectory = trajectory(context);
    return List.of(
        new Work(
            "distances between the states",
            0,
            0,
            BlockedDistances.bytes(trajectory.size(), trajectory.dimension())));
  }

  private static Trajectory trajectory(MeasureContext context) {
    Trajectory trajectory = context.subject().trajectory();
    if (trajectory.size() < 3) {
      throw new NotApplicableException(
          "needs at least 3 states of the training, got "
              + trajectory.size()
              + "; train with snapshots: {kind: every, count: N}");
    }
    long bytes = BlockedDistances.bytes(trajectory.size(), trajectory.dimension());
    if (bytes > context.bench().settings().memory()) {
      throw new NotApplicableException(
          "distances between "
              + trajectory.size()
              + " states need "
              + bytes
              + " bytes, of which "
              + context.bench().settings().memory()
              + " are allowed; measure every tenth state");
    }
    return trajectory;
  }

  private static StateClouds make(MeasureContext context, Trajectory trajectory) {
    Map<String, Distances> clouds = new LinkedHashMap<>();
    int k = trajectory.size();
    String how = "";
    Trajectory points = trajectory;
    if (0.5 * k * (k - 1.0) * trajectory.dimension() > MOST_DIFFERENCES
        && trajectory.dimension() > COORDINATES) {
      points =
          ProjectedTrajectory.of(
              trajectory, COORDINATES, context.sampling().stream("topology/projection"));
      how =
          Sentence.of(
              ", projected at random to %.0f coordinates: a distance is off by %.1f%% (standard"
                  + " deviation)",
              (double) COORDINATES, 100 * ProjectedTrajectory.distortion(COORDINATES));
    }
    if (k < context.subject().trajectory().size()) {
      how += ", without the first, which stands apart";
    }
    clouds.put(WEIGHTS, BlockedDistances.of(Metric.EUCLIDEAN, points, context.bench().algebra()));
    FunctionStates.of(context)
        .ifPresent(
            functions -> {
              clouds.put(LOSSES, functions.losses());
              functions.labels().ifPresent(labels -> clouds.put(LABELS, labels));
            });
    String text =
        k
            + " states of "
            + trajectory.origin()
            + "; weights: Euclidean over all "
            + trajectory.dimension()
            + " trained parameters"
            + how;
    Conventions conventions = Conventions.definition(text);
    Distances losses = clouds.get(LOSSES);
    if (losses != null) {
      conventions =
          conventions.and(
              Conventions.DEFINITION,
              "losses and labels: at "
                  + losses.size()
                  + " states, mean absolute difference of the losses and share of different"
                  + " predictions over "
                  + context.sampling().batch().size()
                  + " examples");
    }
    return new StateClouds(clouds, conventions, norm(trajectory));
  }

  /** The length of the last state. */
  private static double norm(Trajectory trajectory) {
    double[] stretch = new double[1 << 14];
    double sum = 0;
    for (long from = 0; from < trajectory.dimension(); from += stretch.length) {
      int count = (int) Math.min(stretch.length, trajectory.dimension() - from);
      trajectory.read(trajectory.size() - 1, from, stretch, count);
      for (int j = 0; j < count; j++) {
        sum += stretch[j] * stretch[j];
      }
    }
    return Math.sqrt(sum);
  }

  /** The clouds, weights first. */
  Map<String, Distances> byName() {
    return byName;
  }

  /** The cloud of weights. */
  Distances weights() {
    return Objects.requireNonNull(byName.get(WEIGHTS));
  }

  /** Which states, and how they are told apart. */
  Conventions conventions() {
    return conventions;
  }

  /**
   * An answer with what it must be read beside: norm, displacement, and what was not controlled.
   */
  Answer controlled(Answer answer, String control, List<NullControl> numbers) {
    String text =
        control
            + "; between runs such numbers follow the length of the steps and of the weights: read"
            + " them beside norm and displacement. Whether they say the same from an adversarial"
            + " initialization takes training again, which measuring does not do";
    return answer
        .withControl(text, numbers)
        .withDetail("norm", norm)
        .withDetail("displacement", weights().get(weights().size() - 1, 0));
  }

  /** At most so many points, evenly spread in their order. */
  static Distances thinned(Distances cloud, int most) {
    int k = cloud.size();
    if (k <= most) {
      return cloud;
    }
    int[] chosen = new int[most];
    Arrays.setAll(chosen, i -> (int) ((long) i * (k - 1) / (most - 1)));
    return cloud.subset(chosen);
  }
}
