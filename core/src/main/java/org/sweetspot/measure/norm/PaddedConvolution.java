package org.sweetspot.measure.norm;

import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;

/** A convolution as a linear map from its input, zeros around it, to its output. */
final class PaddedConvolution {
  private static final double RESIDUAL = 1e-9;
  private static final int PRODUCTS = 3000;

  private final Convolution kernel;
  private final ConvolutionInputs.Input input;
  private final int inPoints;
  private final int outPoints;
  // Where each position of the kernel reads for each output point; -1 among the zeros around.
  private final int[] reads;

  private PaddedConvolution(Convolution kernel, ConvolutionInputs.Input input) {
    this.kernel = kernel;
    this.input = input;
    int axes = kernel.sides.length;
    int[] size = new int[axes];
    int points = 1;
    int all = 1;
    for (int axis = 0; axis < axes; axis++) {
      int side = Math.toIntExact(input.sides().get(axis));
      size[axis] = (side + 2 * input.margin() - kernel.sides[axis]) / input.stride() + 1;
      points *= size[axis];
      all *= side;
    }
    this.inPoints = all;
    this.outPoints = points;
    this.reads = new int[kernel.taps() * points];
    for (int tap = 0; tap < kernel.taps(); tap++) {
      for (int point = 0; point < points; point++) {
        reads[tap * points + point] = source(tap, point, size);
      }
    }
  }

  private int source(int tap, int point, int[] size) {
    int at = 0;
    int step = 1;
    for (int axis = size.length - 1; axis >= 0; axis--) {
      int side = Math.toIntExact(input.sides().get(axis));
      int place = point % size[axis] * input.stride() + tap % kernel.sides[axis] - input.margin();
      if (place < 0 || place >= side) {
        return -1;
      }
      at += place * step;
      step *= side;
      point /= size[axis];
      tap /= kernel.sides[axis];
    }
    return at;
  }

  /** The largest singular value. */
  static double norm(Convolution kernel, ConvolutionInputs.Input input, RandomStream stream) {
    PaddedConvolution map = new PaddedConvolution(kernel, input);
    ArraySpace space = ArraySpace.of("input", kernel.in, map.inPoints);
    return LargestSingularValue.of(
        space, x -> map.adjoint(map.forward(x)), RESIDUAL, PRODUCTS, stream);
  }

  private double[] forward(double[] x) {
    double[] y = new double[kernel.out * outPoints];
    for (int o = 0; o < kernel.out; o++) {
      for (int i = 0; i < kernel.in; i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          double weight = kernel.get(o, i, tap);
          for (int point = 0; point < outPoints; point++) {
            int from = reads[tap * outPoints + point];
            if (from >= 0) {
              y[o * outPoints + point] += weight * x[i * inPoints + from];
            }
          }
        }
      }
    }
    return y;
  }

  private double[] adjoint(double[] y) {
    double[] x = new double[kernel.in * inPoints];
    for (int o = 0; o < kernel.out; o++) {
      for (int i = 0; i < kernel.in; i++) {
        for (int tap = 0; tap < kernel.taps(); tap++) {
          double weight = kernel.get(o, i, tap);
          for (int point = 0; point < outPoints; point++) {
            int from = reads[tap * outPoints + point];
            if (from >= 0) {
              x[i * inPoints + from] += weight * y[o * outPoints + point];
            }
          }
        }
      }
    }
    return x;
  }
}
