package org.sweetspot.measure.frequency;

import java.util.List;
import org.sweetspot.measure.NotApplicableException;

/**
 * How detailed an image (channels x height x width) or a signal (channels x samples) is: the mean
 * radius of its discrete Fourier spectrum, weighted with its power.
 *
 * <pre>sum over f != 0 of |X(f)|^2 r(f) / sum over f != 0 of |X(f)|^2,
 * r(a, b) = 2 sqrt((a / height)^2 + (b / width)^2), |a| at most height / 2, |b| at most width / 2
 * </pre>
 *
 * <p>1 is the Nyquist frequency of one axis; channels are added up; an example without detail has
 * 0. Exact; cost: channels x height x width x (height + width) multiplications.
 */
public final class MeanFrequency {
  private final int channels;
  private final int height;
  private final int width;
  private final double[] rowCosines;
  private final double[] rowSines;
  private final double[] columnCosines;
  private final double[] columnSines;

  /** For examples of this shape. */
  public MeanFrequency(List<Integer> shape) {
    require(shape);
    channels = shape.get(0);
    height = shape.size() == 3 ? shape.get(1) : 1;
    width = shape.get(shape.size() - 1);
    rowCosines = new double[width];
    rowSines = new double[width];
    columnCosines = new double[height];
    columnSines = new double[height];
    circle(rowCosines, rowSines);
    circle(columnCosines, columnSines);
  }

  private static void circle(double[] cosines, double[] sines) {
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / cosines.length);
      sines[i] = Math.sin(2 * Math.PI * i / cosines.length);
    }
  }

  /** Refuses inputs that have no frequencies. */
  public static void require(List<Integer> shape) {
    if (shape.size() != 2 && shape.size() != 3) {
      throw new NotApplicableException(
          "needs images or signals; "
              + (shape.isEmpty() ? "text" : "features of shape " + shape)
              + " has no frequencies");
    }
  }

  /** The mean frequency of one example, all its numbers row by row. */
  public double of(double[] example) {
    double[] power = new double[2];
    for (int channel = 0; channel < channels; channel++) {
      add(example, channel * height * width, power);
    }
    return power[0] > 0 ? power[1] / power[0] : 0;
  }

  /** Adds power, and power times radius, of one channel. */
  private void add(double[] example, int from, double[] power) {
    // The constant is left out anyway; without it, rounding leaves no power where there is none.
    double mean = 0;
    for (int i = 0; i < height * width; i++) {
      mean += example[from + i] / (height * width);
    }
    double[] real = new double[height];
    double[] imaginary = new double[height];
    // Real numbers have equal power at f and -f: half of the columns suffice.
    for (int b = 0; b <= width / 2; b++) {
      for (int y = 0; y < height; y++) {
        real[y] = 0;
        imaginary[y] = 0;
        for (int x = 0; x < width; x++) {
          double value = example[from + y * width + x] - mean;
          int turn = (int) ((long) b * x % width);
          real[y] += value * rowCosines[turn];
          imaginary[y] -= value * rowSines[turn];
        }
      }
      double twice = b == 0 || 2 * b == width ? 1 : 2;
      for (int a = 0; a < height; a++) {
        double re = 0;
        double im = 0;
        for (int y = 0; y < height; y++) {
          int turn = (int) ((long) a * y % height);
          re += real[y] * columnCosines[turn] + imaginary[y] * columnSines[turn];
          im += imaginary[y] * columnCosines[turn] - real[y] * columnSines[turn];
        }
        double square = twice * (re * re + im * im);
        double down = Math.min(a, height - a) / (double) height;
        power[0] += square;
        power[1] += square * 2 * Math.hypot(down, b / (double) width);
      }
    }
  }
}
