package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.api.PublicApi;
import org.sweetspot.statistics.Sample;

/**
 * The critical batch along a training, measured by branching: the largest batch that loses nothing
 * over the same examples.
 *
 * <p>From a point of the training, branches with k times its batch (and the rate by the square root
 * or in proportion) run over as many examples. The largest k whose loss exceeds that of k = 1 by no
 * more than the deviation of that loss between seeds, in the mean over seeds paired by their own
 * training, and of which all smaller ones do so too, is critical. Unlike the noise scale tr Sigma /
 * |G|^2, which stands beside it, it knows of momentum, curvature and the rate's limits. Error:
 * factors of two, and the tolerance is a deviation of a few seeds. Fails where the rate of the
 * training is badly chosen: then a branch gains by its other rate. Source: Merrill et al. 2025,
 * arXiv 2505.23971.
 *
 * @param batch of the training
 * @param points in order of progress
 */
@PublicApi
public record CriticalBatch(int batch, List<Point> points) {
  /**
   * The critical batch at one point.
   *
   * @param progress share of the training's updates
   * @param factor the critical batch as a multiple of the training's
   * @param open whether it was the largest one tried, so that it may be larger
   * @param excess mean loss over that of the training's own batch, for each factor tried; infinite
   *     where a branch of any seed diverged
   * @param tolerance deviation of the loss between seeds
   * @param noiseScale tr Sigma / |G|^2 there; infinite where no signal was seen
   */
  public record Point(
      double progress,
      int factor,
      boolean open,
      List<Double> excess,
      double tolerance,
      double noiseScale) {
    /** Copies the list. */
    public Point {
      excess = List.copyOf(excess);
    }
  }

  /** Copies the list. */
  public CriticalBatch {
    points = List.copyOf(points);
  }

  /**
   * From the losses of each seed.
   *
   * @param losses by seed, share and factor; at least two seeds
   */
  public static CriticalBatch of(
      int batch, BranchDesign design, List<double[][]> losses, Readings readings) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < design.shares().size(); i++) {
      int share = i;
      double[] own = losses.stream().mapToDouble(seed -> seed[share][0]).toArray();
      double tolerance = Math.sqrt(Sample.variance(own));
      List<Double> excess = new ArrayList<>();
      int critical = 0;
      for (int j = 0; j < design.factors().size(); j++) {
        int factor = j;
        double[] grown = losses.stream().mapToDouble(seed -> seed[share][factor]).toArray();
        boolean diverged = Arrays.stream(grown).anyMatch(loss -> !Double.isFinite(loss));
        excess.add(
            diverged ? Double.POSITIVE_INFINITY : Sample.mean(Sample.differences(grown, own)));
        critical = critical == j - 1 && excess.get(j) <= tolerance ? j : critical;
      }
      points.add(
          new Point(
              design.shares().get(i),
              design.factors().get(critical),
              critical == design.factors().size() - 1,
              excess,
              tolerance,
              noiseScale(readings, design.shares().get(i))));
    }
    return new CriticalBatch(batch, points);
  }

  /** The noise scale of the reading that is nearest. */
  private static double noiseScale(Readings readings, double progress) {
    Reading nearest = readings.points().get(0);
    for (Reading reading : readings.points()) {
      nearest =
          Math.abs(reading.progress() - progress) < Math.abs(nearest.progress() - progress)
              ? reading
              : nearest;
    }
    return nearest.signal() > 0 ? nearest.noise() / nearest.signal() : Double.POSITIVE_INFINITY;
  }
}
