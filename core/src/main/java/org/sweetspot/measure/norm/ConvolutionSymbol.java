package org.sweetspot.measure.norm;

import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;

/**
 * What a convolution of stride 1 does to waves: to each frequency omega belongs the out x in matrix
 * K(omega) = sum over positions k of K_k exp(i omega k).
 *
 * <p>With circular padding on inputs of n points a side, the operator norm is the largest ||K||
 * over the frequencies 2 pi j / n (Sedghi, Gupta and Long 2019). The supremum over all frequencies
 * is the norm on unbounded inputs; every finite size, circular or padded with zeros, and every
 * stride, is at most that.
 */
final class ConvolutionSymbol {
  private static final double RESIDUAL = 1e-9;
  private static final int PRODUCTS = 2000;

  private final Convolution kernel;
  private final double[] real;
  private final double[] imaginary;

  ConvolutionSymbol(Convolution kernel) {
    this.kernel = kernel;
    this.real = new double[kernel.out * kernel.in];
    this.imaginary = new double[real.length];
  }

  /** The largest ||K|| over a grid with so many frequencies along each side. */
  double largest(int[] points, RandomStream stream) {
    long frequencies = 1;
    for (int count : points) {
      frequencies = Math.multiplyExact(frequencies, (long) count);
    }
    double largest = 0;
    int[] index = new int[points.length];
    for (long f = 0; f < frequencies; f++) {
      if (isFirstOfPair(index, points)) {
        at(index, points);
        largest = Math.max(largest, norm(stream));
      }
      for (int axis = points.length - 1; axis >= 0 && ++index[axis] == points[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return largest;
  }

  /** Real kernels have equal norms at omega and - omega. */
  private static boolean isFirstOfPair(int[] index, int[] points) {
    for (int axis = 0; axis < points.length; axis++) {
      int mirrored = (points[axis] - index[axis]) % points[axis];
      if (mirrored != index[axis]) {
        return index[axis] < mirrored;
      }
    }
    return true;
  }

  private void at(int[] index, int[] points) {
    int taps = kernel.taps();
    double[] cosines = new double[taps];
    double[] sines = new double[taps];
    for (int tap = 0; tap < taps; tap++) {
      double angle = 0;
      int rest = tap;
      for (int axis = points.length - 1; axis >= 0; axis--) {
        int place = rest % kernel.sides[axis];
        rest /= kernel.sides[axis];
        // The remainder keeps the angle small, whatever the size.
        angle += 2 * Math.PI * ((long) place * index[axis] % points[axis]) / points[axis];
      }
      cosines[tap] = Math.cos(angle);
      sines[tap] = Math.sin(angle);
    }
    double[] entries = kernel.entries();
    for (int i = 0; i < real.length; i++) {
      double re = 0;
      double im = 0;
      for (int tap = 0; tap < taps; tap++) {
        re += entries[i * taps + tap] * cosines[tap];
        im += entries[i * taps + tap] * sines[tap];
      }
      real[i] = re;
      imaginary[i] = im;
    }
  }

  /** The largest singular value, by Lanczos on K*K (or K K*) as a real matrix of twice the size. */
  private double norm(RandomStream stream) {
    boolean byOut = kernel.out < kernel.in;
    int n = byOut ? kernel.out : kernel.in;
    ArraySpace space = ArraySpace.of("wave", 2L * n);
    return LargestSingularValue.of(
        space, x -> byOut ? forward(adjoint(x)) : adjoint(forward(x)), RESIDUAL, PRODUCTS, stream);
  }

  private double[] forward(double[] x) {
    int in = kernel.in;
    int out = kernel.out;
    double[] y = new double[2 * out];
    for (int o = 0; o < out; o++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < in; i++) {
        int at = o * in + i;
        re += real[at] * x[i] - imaginary[at] * x[in + i];
        im += real[at] * x[in + i] + imaginary[at] * x[i];
      }
      y[o] = re;
      y[out + o] = im;
    }
    return y;
  }

  private double[] adjoint(double[] y) {
    int in = kernel.in;
    int out = kernel.out;
    double[] x = new double[2 * in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        int at = o * in + i;
        x[i] += real[at] * y[o] + imaginary[at] * y[out + o];
        x[in + i] += real[at] * y[out + o] - imaginary[at] * y[o];
      }
    }
    return x;
  }
}
