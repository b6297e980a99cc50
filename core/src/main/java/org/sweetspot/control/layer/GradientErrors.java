package org.sweetspot.control.layer;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.sweetspot.statistics.Jackknife;

/**
 * How far each part of a change moves gradients along a baseline's training, and its share of the
 * whole.
 *
 * <p>With e the error that a part alone makes in the gradient of a batch of B examples, its size is
 *
 * <pre>
 * r = mean over readings of E |e|^2 / (tr Sigma / B),
 * </pre>
 *
 * the share by which it raises the noise of an update, and so, to first order and as far as the
 * error averages out, the temperature of the training. The part's share is r over the sum of all
 * parts' r. Standard errors by the jackknife over batches, those of the same number left out of all
 * readings together.
 *
 * @param points in order of progress, at least one, with the same parts
 */
public record GradientErrors(List<ErrorReading> points) {
  /** Checks that there is a reading and that all have the same parts. */
  public GradientErrors {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("gradient errors: expected at least one, got none");
    }
    List<String> names = names(points.get(0));
    for (ErrorReading point : points) {
      if (!names(point).equals(names)) {
        throw new IllegalArgumentException(
            "gradient errors: expected the parts " + names + ", got " + names(point));
      }
    }
  }

  private static List<String> names(ErrorReading point) {
    return point.parts().stream().map(PartError::part).toList();
  }

  /** Names of the parts. */
  public List<String> parts() {
    return names(points.get(0));
  }

  /** r of a part, by its place. */
  public Estimate overNoise(int part) {
    return estimate(left -> overNoise(part, left));
  }

  /** r of the whole change. */
  public Estimate wholeOverNoise() {
    return estimate(left -> mean(point -> point.overNoise(point.whole(), left)));
  }

  /** A part's share of the sum over parts; they add up to 1. */
  public Estimate share(int part) {
    return estimate(left -> overNoise(part, left) / sum(left));
  }

  /**
   * The sum over parts of r, over that of the whole change: 1 where errors of parts are independent
   * and small.
   */
  public Estimate additivity() {
    return estimate(left -> sum(left) / mean(point -> point.overNoise(point.whole(), left)));
  }

  /** |E e|^2 over the noise of a batch, a mean over readings: what does not average out. */
  public Estimate biasOverNoise(int part) {
    double error = 0;
    for (ErrorReading point : points) {
      error += Math.pow(point.parts().get(part).biasError() / point.noise(), 2);
    }
    return new Estimate(
        mean(point -> point.parts().get(part).bias() / point.noise()),
        Math.sqrt(error) / points.size());
  }

  /**
   * By which share a part lengthens the mean gradient along itself: the sum over readings of E e .
   * G over that of |G|^2, in which readings of large gradients count most. NaN where the latter is
   * not above zero.
   */
  public double along(int part) {
    double signal = mean(ErrorReading::signal);
    return signal > 0 ? mean(point -> point.parts().get(part).along()) / signal : Double.NaN;
  }

  /** How much the loss of the changed network is above the plain one's at the last reading. */
  public Estimate lossRise(int part) {
    PartError last = points.get(points.size() - 1).parts().get(part);
    return new Estimate(last.lossRise(), last.lossRiseError());
  }

  private double overNoise(int part, int left) {
    return mean(point -> point.overNoise(point.parts().get(part), left));
  }

  private double sum(int left) {
    double sum = 0;
    for (int part = 0; part < parts().size(); part++) {
      sum += overNoise(part, left);
    }
    return sum;
  }

  private double mean(ToDoubleFunction<ErrorReading> quantity) {
    return points.stream().mapToDouble(quantity).average().orElseThrow();
  }

  private Estimate estimate(IntToDoubleFunction statistic) {
    int batches = points.get(0).noiseWithout().size();
    return new Estimate(statistic.applyAsDouble(-1), Jackknife.standardError(batches, statistic));
  }
}
