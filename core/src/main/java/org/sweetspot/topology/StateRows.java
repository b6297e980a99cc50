package org.sweetspot.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.sweetspot.trajectory.Trajectory;

/**
 * Stretches of coordinates, state after state, with each coordinate's mean over the states taken
 * off.
 */
final class StateRows extends ReadAhead<StateRows.Stretch> {
  private static final int UNIT = 12;

  StateRows(Trajectory points) {
    super(points, UNIT);
  }

  /** Bytes that two stretches take. */
  static long bytes(int size, long dimension) {
    return bytes(size, dimension, UNIT);
  }

  /**
   * Some coordinates of all states.
   *
   * @param width how many
   * @param rows of the states, one after the other
   */
  record Stretch(int width, DoubleBuffer rows) {
    /** Those of some states. */
    DoubleBuffer some(int first, int count) {
      return rows.slice(first * width, count * width);
    }
  }

  /** Room outside the heap, in the form in which a {@code MatrixAlgebra} takes it. */
  static DoubleBuffer direct(int length) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(length, Double.BYTES))
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  @Override
  Stretch allocate(int width) {
    return new Stretch(width, direct(Math.multiplyExact(points.size(), width)));
  }

  @Override
  Stretch read(Stretch into, long from) {
    int size = points.size();
    int count = (int) Math.min(into.width, points.dimension() - from);
    double[] sums = new double[count];
    double[] row = new double[count];
    for (int i = 0; i < size; i++) {
      points.read(i, from, row, count);
      for (int c = 0; c < count; c++) {
        sums[c] += row[c];
      }
      into.rows.put(i * count, row, 0, count);
    }
    for (int c = 0; c < count; c++) {
      sums[c] /= size;
    }
    for (int i = 0; i < size; i++) {
      into.rows.get(i * count, row, 0, count);
      for (int c = 0; c < count; c++) {
        row[c] -= sums[c];
      }
      into.rows.put(i * count, row, 0, count);
    }
    return new Stretch(count, into.rows);
  }
}
