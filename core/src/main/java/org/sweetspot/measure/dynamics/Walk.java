package org.sweetspot.measure.dynamics;

import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.trajectory.Trajectory;

/**
 * Sums over the entries of all states x_0, ..., x_(k-1), in one pass. Differences are formed entry
 * by entry before they are squared, so that short steps far from the origin lose no digits. Memory:
 * k stretches of {@value #STRETCH} entries. Cost: one reading of the trajectory.
 */
final class Walk {
  static final int STRETCH = 4096;

  private final Trajectory trajectory;
  private final double[] squaredSteps;
  private final double[] products;
  private final double[] squaredDistances;

  private Walk(Trajectory trajectory) {
    int k = trajectory.size();
    this.trajectory = trajectory;
    this.squaredSteps = new double[k - 1];
    this.products = new double[Math.max(0, k - 2)];
    this.squaredDistances = new double[k];
  }

  /** The sums that all measures of a context share. */
  static Walk of(MeasureContext context) {
    Trajectory trajectory = several(context, 2);
    return context.bench().shared(Walk.class, "trajectory", () -> sum(trajectory));
  }

  /** The trajectory, if it has at least so many states. */
  static Trajectory several(MeasureContext context, int least) {
    Trajectory trajectory = context.subject().trajectory();
    if (trajectory.size() < least) {
      throw new NotApplicableException(
          "needs at least "
              + least
              + " states of the training, got "
              + trajectory.size()
              + "; train with snapshots: {kind: every, count: N}");
    }
    return trajectory;
  }

  private static Walk sum(Trajectory trajectory) {
    Walk walk = new Walk(trajectory);
    int k = trajectory.size();
    double[] first = new double[STRETCH];
    double[] before = new double[STRETCH];
    double[] here = new double[STRETCH];
    double[] step = new double[STRETCH];
    for (long from = 0; from < trajectory.dimension(); from += STRETCH) {
      int width = (int) Math.min(STRETCH, trajectory.dimension() - from);
      trajectory.read(0, from, first, width);
      System.arraycopy(first, 0, before, 0, width);
      for (int i = 1; i < k; i++) {
        trajectory.read(i, from, here, width);
        double square = 0;
        double product = 0;
        double distance = 0;
        for (int j = 0; j < width; j++) {
          double difference = here[j] - before[j];
          double away = here[j] - first[j];
          square += difference * difference;
          product += difference * step[j];
          distance += away * away;
          step[j] = difference;
        }
        walk.squaredSteps[i - 1] += square;
        walk.squaredDistances[i] += distance;
        if (i > 1) {
          walk.products[i - 2] += product;
        }
        double[] swap = before;
        before = here;
        here = swap;
      }
    }
    walk.check();
    return walk;
  }

  private void check() {
    for (int i = 1; i < squaredDistances.length; i++) {
      if (!Double.isFinite(squaredDistances[i]) || !Double.isFinite(squaredSteps[i - 1])) {
        throw new UndefinedException(
            "trajectory: expected finite weights, got a distance of "
                + Math.sqrt(squaredDistances[i])
                + " at state "
                + i);
      }
    }
  }

  int size() {
    return squaredDistances.length;
  }

  /** When state i was. */
  double position(int i) {
    return trajectory.position(i);
  }

  /** ||x_i - x_(i-1)||, i from 1. */
  double step(int i) {
    return Math.sqrt(squaredSteps[i - 1]);
  }

  /** ||x_i - x_0||. */
  double distance(int i) {
    return Math.sqrt(squaredDistances[i]);
  }

  /** The sum of all steps up to state i. */
  double travelled(int i) {
    double sum = 0;
    for (int j = 1; j <= i; j++) {
      sum += step(j);
    }
    return sum;
  }

  /** Cosine between the steps into and out of state i, 1 to k - 2; NaN where one is zero. */
  double cosine(int i) {
    double cosine = products[i - 1] / (step(i) * step(i + 1));
    // Rounding can carry equal directions a last digit beyond one.
    return Math.max(-1, Math.min(1, cosine));
  }

  /** What another program might do otherwise. */
  static Conventions conventions(Trajectory trajectory) {
    return Conventions.definition(
        "Euclidean, over all "
            + trajectory.dimension()
            + " trained parameters; "
            + trajectory.size()
            + " states of "
            + trajectory.origin()
            + ", from "
            + plain(trajectory.position(0))
            + " to "
            + plain(trajectory.position(trajectory.size() - 1)));
  }

  private static String plain(double position) {
    return position == Math.rint(position) ? Long.toString((long) position) : "" + position;
  }
}
