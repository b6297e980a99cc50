package org.sweetspot.torch;

import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/**
 * Inner products of flat tensors, added up in double precision.
 *
 * <p>On a CPU over the tensors' own memory: libtorch has no such product of single-precision
 * numbers, and its way, two copies in double precision, takes three times as long. Elsewhere that
 * way, block by block.
 */
final class InnerProduct {
  /** Entries converted to double at a time: 8 MB each. */
  private static final long BLOCK = 1 << 20;

  /** Entries added up before they meet the rest, whose size would cost them digits. */
  private static final int RUN = 4096;

  private InnerProduct() {}

  /** x . y of two contiguous tensors of one length and precision. */
  static double of(Tensor x, Tensor y, Precision precision) {
    long size = x.numel();
    if (size == 0) {
      return 0;
    }
    if (x.is_cuda() || size * precision.bytes() > Integer.MAX_VALUE - 8) {
      return inBlocks(x, y, size);
    }
    try (PointerScope scope = new PointerScope()) {
      return precision == Precision.FLOAT
          ? product(floats(x), floats(y))
          : product(doubles(x), doubles(y));
    }
  }

  private static FloatBuffer floats(Tensor tensor) {
    return Place.memory(tensor).asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static DoubleBuffer doubles(Tensor tensor) {
    return Place.memory(tensor).asByteBuffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
  }

  // Four sums at a time, so that one addition need not wait for the one before.
  private static double product(FloatBuffer x, FloatBuffer y) {
    int size = x.limit();
    double sum = 0;
    for (int from = 0; from < size; from += RUN) {
      int to = Math.min(size, from + RUN);
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + 3 < to; i += 4) {
        a += (double) x.get(i) * y.get(i);
        b += (double) x.get(i + 1) * y.get(i + 1);
        c += (double) x.get(i + 2) * y.get(i + 2);
        d += (double) x.get(i + 3) * y.get(i + 3);
      }
      for (; i < to; i++) {
        a += (double) x.get(i) * y.get(i);
      }
      sum += a + b + (c + d);
    }
    return sum;
  }

  private static double product(DoubleBuffer x, DoubleBuffer y) {
    int size = x.limit();
    double sum = 0;
    for (int from = 0; from < size; from += RUN) {
      int to = Math.min(size, from + RUN);
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = from;
      for (; i + 3 < to; i += 4) {
        a += x.get(i) * y.get(i);
        b += x.get(i + 1) * y.get(i + 1);
        c += x.get(i + 2) * y.get(i + 2);
        d += x.get(i + 3) * y.get(i + 3);
      }
      for (; i < to; i++) {
        a += x.get(i) * y.get(i);
      }
      sum += a + b + (c + d);
    }
    return sum;
  }

  private static double inBlocks(Tensor x, Tensor y, long size) {
    double sum = 0;
    for (long from = 0; from < size; from += BLOCK) {
      long length = Math.min(BLOCK, size - from);
      try (PointerScope scope = new PointerScope()) {
        Tensor left = x.narrow(0, from, length).to(ScalarType.Double);
        Tensor right = y.narrow(0, from, length).to(ScalarType.Double);
        sum += left.dot(right).item_double();
      }
    }
    return sum;
  }
}
