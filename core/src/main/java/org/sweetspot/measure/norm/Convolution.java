package org.sweetspot.measure.norm;

import java.util.List;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.weights.Layout;
import org.sweetspot.weights.WeightTensor;

/** A convolution's kernel: out x in x sides, whatever the layout of its tensor. */
final class Convolution {
  final int out;
  final int in;
  final int[] sides;
  private final double[] entries;

  Convolution(int out, int in, int[] sides, double[] entries) {
    this.out = out;
    this.in = in;
    this.sides = sides.clone();
    this.entries = entries;
  }

  /** Whether a tensor is a kernel whose channels are known. */
  static boolean fits(WeightTensor tensor) {
    return tensor.shape().size() >= 3
        && (tensor.layout() == Layout.OUT_FIRST || tensor.layout() == Layout.OUT_LAST);
  }

  /** Loads a tensor that fits. */
  static Convolution load(WeightTensor tensor) {
    List<Long> shape = tensor.shape();
    int axes = shape.size();
    boolean first = tensor.layout() == Layout.OUT_FIRST;
    int out = Math.toIntExact(shape.get(first ? 0 : axes - 1));
    int in = Math.toIntExact(shape.get(first ? 1 : axes - 2));
    int[] sides = new int[axes - 2];
    for (int axis = 0; axis < sides.length; axis++) {
      sides[axis] = Math.toIntExact(shape.get(first ? axis + 2 : axis));
    }
    double[] entries = tensor.load();
    for (double entry : entries) {
      if (!Double.isFinite(entry)) {
        throw new UndefinedException(
            "tensor " + tensor.name() + ": expected finite numbers, got " + entry);
      }
    }
    return new Convolution(out, in, sides, first ? entries : outFirst(entries, out, in));
  }

  private static double[] outFirst(double[] entries, int out, int in) {
    int taps = entries.length / (out * in);
    double[] moved = new double[entries.length];
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < in; i++) {
        for (int o = 0; o < out; o++) {
          moved[(o * in + i) * taps + tap] = entries[(tap * in + i) * out + o];
        }
      }
    }
    return moved;
  }

  /** Positions in the kernel. */
  int taps() {
    int taps = 1;
    for (int side : sides) {
      taps *= side;
    }
    return taps;
  }

  double get(int o, int i, int tap) {
    return entries[(o * in + i) * taps() + tap];
  }

  /** The entries; not a copy. */
  double[] entries() {
    return entries;
  }
}
