package org.sweetspot.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whole (or small) numbers with scales back to numbers: entry = (q - zero) scale.
 *
 * <p>A scale belongs to all entries, to an index along one axis, or to a block of entries: its
 * shape has as many axes as the numbers, and block sides are the quotients of both, rounded up.
 */
public final class Dequantization {
  private Dequantization() {}

  /** The shape of scales that run along one axis, one for each index, or of a single one. */
  public static List<Long> along(int axes, int axis, long count) {
    List<Long> shape = new ArrayList<>(Collections.nCopies(axes, 1L));
    if (count != 1) {
      shape.set(axis, count);
    }
    return shape;
  }

  /** Whether scales of a shape can belong to numbers of another. */
  public static boolean fits(List<Long> shape, List<Long> scales) {
    if (shape.size() != scales.size()) {
      return false;
    }
    for (int axis = 0; axis < shape.size(); axis++) {
      long side = scales.get(axis) < 1 ? 0 : blockSide(shape.get(axis), scales.get(axis));
      if (side < 1 || -Math.floorDiv(-shape.get(axis), side) != scales.get(axis)) {
        return false;
      }
    }
    return true;
  }

  private static long blockSide(long extent, long scales) {
    return -Math.floorDiv(-extent, scales);
  }

  /**
   * Dequantizes in place.
   *
   * @param entries the numbers q, row-major
   * @param shape theirs
   * @param scales row-major
   * @param scaleShape of scales, which {@link #fits}
   * @param zeros as many as scales, one, or none
   * @return the same array
   */
  public static double[] apply(
      double[] entries, List<Long> shape, double[] scales, List<Long> scaleShape, double[] zeros) {
    if (!fits(shape, scaleShape) || (zeros.length > 1 && zeros.length != scales.length)) {
      throw new IllegalArgumentException(
          "scales: expected a shape that fits " + shape + ", got " + scaleShape);
    }
    int[] owners = owners(shape, scaleShape);
    for (int i = 0; i < entries.length; i++) {
      int at = owners[i];
      double zero = zeros.length == 0 ? 0 : zeros[zeros.length == 1 ? 0 : at];
      entries[i] = (entries[i] - zero) * scales[at];
    }
    return entries;
  }

  /** Which scale each entry belongs to, both row-major; for shapes that {@link #fits}. */
  public static int[] owners(List<Long> shape, List<Long> scales) {
    int axes = shape.size();
    int[] owners = new int[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
    long[] index = new long[axes];
    for (int i = 0; i < owners.length; i++) {
      long at = 0;
      for (int axis = 0; axis < axes; axis++) {
        long count = scales.get(axis);
        at = at * count + index[axis] / blockSide(shape.get(axis), count);
      }
      owners[i] = (int) at;
      for (int axis = axes - 1; axis >= 0; axis--) {
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        index[axis] = 0;
      }
    }
    return owners;
  }
}
