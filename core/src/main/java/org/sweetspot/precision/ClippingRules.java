package org.sweetspot.precision;

import java.nio.FloatBuffer;

/**
 * Formulas of clips.
 *
 * <p>Sources: Banner et al., "Post training 4-bit quantization of convolutional networks" (NeurIPS
 * 2019), section 3; Choi et al., "Bridging the accuracy gap for 2-bit quantized neural networks"
 * (2018), with the constants of Chmiel et al. (ICLR 2023).
 */
final class ClippingRules {
  private static final int MOST_SAMPLES = 1 << 16;
  private static final int CLIPS = 100;
  private static final int NEWTON_STEPS = 60;
  private static final double[] GAUSS = {1.71, 2.15, 2.56, 2.94, 3.29, 3.62, 3.92};

  private ClippingRules() {}

  /** a = b W(3 4^bits), with b = mean|x - mean x| and w e^w = W's argument. */
  static float laplace(FloatBuffer values, int bits) {
    double mean = mean(values);
    double spread = 0;
    for (int i = 0; i < values.capacity(); i++) {
      spread += Math.abs(values.get(i) - mean);
    }
    return (float) (spread / values.capacity() * lambert(3 * Math.scalb(1.0, 2 * bits)));
  }

  /** A multiple of the standard deviation, tabulated for 2 to 8 bits. */
  static float gauss(FloatBuffer values, int bits) {
    double mean = mean(values);
    double variance = Math.max(0, Magnitudes.meanSquare(values) - mean * mean);
    return (float) (GAUSS[bits - 2] * Math.sqrt(variance));
  }

  static float sawb(FloatBuffer values) {
    return (float)
        (12.1 * Math.sqrt(Magnitudes.meanSquare(values)) - 12.2 * Magnitudes.meanAbsolute(values));
  }

  /** A hundred clips up to the largest magnitude, then a hundred around the best of them. */
  static float leastSquaredError(FloatBuffer values, NumberFormat format, float largest) {
    float coarse = least(values, format.grid(), 0, largest);
    float step = largest / CLIPS;
    return least(values, format.grid(), coarse - step, Math.min(coarse + step, largest));
  }

  /** The best of the clips that divide an interval evenly, its lower end excluded. */
  private static float least(FloatBuffer values, Grid grid, float low, float high) {
    int stride = Math.max(1, values.capacity() / MOST_SAMPLES);
    double best = Double.POSITIVE_INFINITY;
    float clip = high;
    for (int i = CLIPS; i > 0; i--) {
      float tried = low + (high - low) * i / CLIPS;
      float scale = ScaledQuantizer.scale(tried, grid.largest());
      double error = squaredError(values, stride, grid, scale);
      if (error < best) {
        best = error;
        clip = tried;
      }
    }
    return clip;
  }

  private static double squaredError(FloatBuffer values, int stride, Grid grid, float scale) {
    double sum = 0;
    for (int i = 0; i < values.capacity(); i += stride) {
      float value = values.get(i);
      double error = grid.nearest(value / scale) * (double) scale - value;
      sum += error * error;
    }
    return sum;
  }

  /** The w >= 0 with w e^w = x, for x >= 1: Newton's method on w + ln w = ln x. */
  static double lambert(double x) {
    double goal = Math.log(x);
    double w = Math.max(0.5, goal - Math.log(Math.max(1, goal)));
    for (int i = 0; i < NEWTON_STEPS; i++) {
      w -= (w + Math.log(w) - goal) / (1 + 1 / w);
    }
    return w;
  }

  private static double mean(FloatBuffer values) {
    double sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      sum += values.get(i);
    }
    return sum / values.capacity();
  }
}
