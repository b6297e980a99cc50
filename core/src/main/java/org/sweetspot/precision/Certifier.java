package org.sweetspot.precision;

import java.util.Comparator;
import java.util.List;
import org.sweetspot.random.RandomStream;

/**
 * Tries quantizers on {@link HardInput}s: mean over draws against the value, by z-tests over groups
 * of values and over all of them along their signs, which is what shrinkage adds up in. Groups, not
 * single values: a value that is rarely rounded up has a skewed mean.
 *
 * <p>A number just above one that its format holds moves down so seldom that perhaps no draw shows
 * it: then nothing varies, and a mean that is right looks wrong. So no standard error counts as
 * smaller than that of one move of the largest number, in all draws: largest / (draws sum |x|).
 */
public final class Certifier {
  /** Values i, i + GROUPS, ... are one group. */
  private static final int GROUPS = 16;

  /**
   * Of (groups + 1) times inputs statistics, so that chance alone exceeds it in one certificate of
   * a thousand: the normal quantile of 1e-3 / (2 * 17 * 7).
   */
  private static final double LIMIT = 4.45;

  private final int draws;
  private final RandomStream stream;

  /**
   * A certifier.
   *
   * @param draws of each quantizer on each input
   */
  public Certifier(int draws, RandomStream stream) {
    if (draws < 100) {
      throw new IllegalArgumentException(
          "draws of a certificate: expected 100 or more, got " + draws);
    }
    this.draws = draws;
    this.stream = stream;
  }

  /**
   * The certificate of a quantizer: that on the input on which it is furthest off; of one that does
   * not draw, which is off on all, that on normal values.
   */
  public Certificate of(Quantizer quantizer) {
    List<HardInput> inputs = HardInput.all();
    if (!quantizer.isRandom()) {
      return certain(quantizer, inputs.get(0));
    }
    return inputs.stream()
        .map(input -> random(quantizer, input))
        .max(Comparator.comparingDouble(Certificate::z))
        .orElseThrow();
  }

  private static Certificate certain(Quantizer quantizer, HardInput input) {
    float[] values = input.values();
    float[] held = quantizer.of(values, HardInput.ROW, new Draws(0, 0));
    double along = 0;
    double size = 0;
    double apart = 0;
    double square = 0;
    for (int i = 0; i < values.length; i++) {
      double error = held[i] - (double) values[i];
      along += Math.signum(values[i]) * error;
      size += Math.abs(values[i]);
      apart += error * error;
      square += (double) values[i] * values[i];
    }
    double distance = Math.sqrt(apart / square);
    return new Certificate(
        quantizer.name(), false, input.name(), 0, LIMIT, along / size, 0, distance);
  }

  private Certificate random(Quantizer quantizer, HardInput input) {
    float[] values = input.values();
    double[] mean = new double[values.length];
    var groups = new Moments[GROUPS + 1];
    for (int g = 0; g <= GROUPS; g++) {
      groups[g] = new Moments();
    }
    double size = 0;
    double square = 0;
    double largest = 0;
    for (float value : values) {
      size += Math.abs(value);
      square += (double) value * value;
      largest = Math.max(largest, Math.abs(value));
    }
    double unseen = largest / (draws * size);
    double noise = 0;
    for (int draw = 0; draw < draws; draw++) {
      float[] held = quantizer.of(values, HardInput.ROW, Draws.of(stream));
      double[] sums = new double[GROUPS + 1];
      for (int i = 0; i < values.length; i++) {
        double error = held[i] - (double) values[i];
        double along = Math.signum(values[i]) * error;
        mean[i] += error / draws;
        noise += error * error / draws;
        sums[i % GROUPS] += along / size;
        sums[GROUPS] += along / size;
      }
      for (int g = 0; g <= GROUPS; g++) {
        groups[g].add(sums[g]);
      }
    }
    double z = 0;
    for (Moments group : groups) {
      z = Math.max(z, group.z(unseen));
    }
    double apart = 0;
    for (double one : mean) {
      apart += one * one;
    }
    // Of an unbiased quantizer the squared distance of the mean is a draws-th of that of one draw.
    double distance = Math.sqrt(Math.max(0, (apart - noise / draws) / square));
    return new Certificate(
        quantizer.name(),
        true,
        input.name(),
        z,
        LIMIT,
        groups[GROUPS].mean(),
        groups[GROUPS].error(),
        distance);
  }

  /** Mean and spread of one statistic over the draws, relative to the values' size. */
  private static final class Moments {
    /** What float32's rounding adds to a sum of relative errors. */
    private static final double FLOOR = 1e-6;

    private double sum;
    private double squares;
    private int count;

    void add(double value) {
      sum += value;
      squares += value * value;
      count++;
    }

    double mean() {
      return sum / count;
    }

    double error() {
      double variance = Math.max(0, squares / count - mean() * mean());
      return Math.sqrt(variance / count);
    }

    /** The distance of the mean from zero in standard errors, which are no smaller than given. */
    double z(double unseen) {
      double beyond = Math.max(0, Math.abs(mean()) - FLOOR);
      return beyond == 0 ? 0 : beyond / Math.max(error(), unseen);
    }
  }
}
