package org.sweetspot.precision;

import java.nio.FloatBuffer;

/**
 * How far the numbers of a format are spread over a tensor's values: the clip is what the largest
 * number stands for, and values beyond it saturate.
 */
public enum Clipping {
  /** No scale: the format's numbers as they are. */
  NONE("unscaled") {
    @Override
    float unbounded(FloatBuffer values, NumberFormat format, float largest) {
      return format.grid().largest();
    }
  },
  /** max|x|: nothing saturates. */
  MAX("max") {
    @Override
    float unbounded(FloatBuffer values, NumberFormat format, float largest) {
      return largest;
    }
  },
  /** The least mean squared error over two hundred clips, on at most 65,536 of the values. */
  MEAN_SQUARED_ERROR("mse") {
    @Override
    float unbounded(FloatBuffer values, NumberFormat format, float largest) {
      return ClippingRules.leastSquaredError(values, format, largest);
    }
  },
  /** The least expected squared error of integers if the values are Laplace distributed. */
  ACIQ_LAPLACE("aciq-laplace") {
    @Override
    float unbounded(FloatBuffer values, NumberFormat format, float largest) {
      return ClippingRules.laplace(values, format.bits());
    }
  },
  /** The least expected squared error of integers if the values are normally distributed. */
  ACIQ_GAUSS("aciq-gauss") {
    @Override
    float unbounded(FloatBuffer values, NumberFormat format, float largest) {
      return ClippingRules.gauss(values, format.bits());
    }
  },
  /** Statistics-aware weight binning: 12.1 sqrt(mean x^2) - 12.2 mean|x| at four bits. */
  SAWB("sawb") {
    @Override
    float unbounded(FloatBuffer values, NumberFormat format, float largest) {
      return ClippingRules.sawb(values);
    }
  };

  private static final int BFLOAT_OR_HALF = 16;

  private final String word;

  Clipping(String word) {
    this.word = word;
  }

  /** As it is written in recipes. */
  public String word() {
    return word;
  }

  /** What a format is used with if nothing is said: formats of 16 bits need no scale. */
  public static Clipping usual(NumberFormat format) {
    return format instanceof FloatFormat && format.bits() >= BFLOAT_OR_HALF ? NONE : MAX;
  }

  /**
   * The clip for these values.
   *
   * @return above 0 and, but for {@link #NONE}, at most max|x|; 0 if all are
   */
  public float clip(FloatBuffer values, NumberFormat format, int threads) {
    if (this == NONE) {
      return format.grid().largest();
    }
    float largest = Magnitudes.largest(values, threads);
    float clip = unbounded(values, format, largest);
    return clip > 0 && clip < largest ? clip : largest;
  }

  /** Refuses a format that the rule is not made for. */
  void check(NumberFormat format) {
    boolean integers = format instanceof IntegerFormat && format.bits() <= 8;
    if ((this == ACIQ_LAPLACE || this == ACIQ_GAUSS) && !integers) {
      throw new IllegalArgumentException(
          "clipping "
              + word
              + ": expected int2 to int8, for whose even steps it is derived, got "
              + format.name()
              + "; use max or mse");
    }
    if (this == SAWB && !(integers && format.bits() == 4)) {
      throw new IllegalArgumentException(
          "clipping sawb: expected int4, for which its constants were fitted, got "
              + format.name()
              + "; use max or mse");
    }
  }

  abstract float unbounded(FloatBuffer values, NumberFormat format, float largest);
}
