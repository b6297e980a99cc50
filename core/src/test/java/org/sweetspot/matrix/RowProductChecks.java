package org.sweetspot.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Compares products of rows of whole numbers, which are exact in any order, with naive sums. */
public final class RowProductChecks {
  /** Numbers that lie before and after what is given, which nothing may read or change. */
  private static final int MARGIN = 5;

  private static final double UNTOUCHED = 1e9;

  private RowProductChecks() {}

  /** Checks one size. */
  public static void compare(MatrixAlgebra algebra, int rows, int others, int width) {
    RandomStream stream = new Seed(4).stream("test/rows");
    DoubleBuffer left = draw(stream, rows * width);
    DoubleBuffer right = draw(stream, others * width);
    DoubleBuffer into = within(rows * others);
    algebra.rowProducts(left, right, width, into);
    assertThat(into.position()).isEqualTo(MARGIN);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < others; j++) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
          sum += left.get(MARGIN + i * width + c) * right.get(MARGIN + j * width + c);
        }
        assertThat(into.get(MARGIN + i * others + j)).isEqualTo(sum);
      }
    }
    into.clear();
    for (int i = 0; i < MARGIN; i++) {
      assertThat(into.get(i)).isEqualTo(UNTOUCHED);
      assertThat(into.get(into.capacity() - 1 - i)).isEqualTo(UNTOUCHED);
    }
  }

  private static DoubleBuffer draw(RandomStream stream, int length) {
    DoubleBuffer buffer = within(length);
    for (int i = 0; i < length; i++) {
      buffer.put(MARGIN + i, stream.nextInt(201) - 100);
    }
    return buffer;
  }

  private static DoubleBuffer within(int length) {
    DoubleBuffer buffer =
        ByteBuffer.allocateDirect((length + 2 * MARGIN) * Double.BYTES)
            .order(ByteOrder.nativeOrder())
            .asDoubleBuffer();
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, UNTOUCHED);
    }
    return buffer.position(MARGIN).limit(MARGIN + length);
  }
}
