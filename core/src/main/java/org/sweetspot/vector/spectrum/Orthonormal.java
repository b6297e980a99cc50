package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** A growing orthonormal set of vectors, which it owns. */
final class Orthonormal implements AutoCloseable {
  private final List<ParameterVector> vectors = new ArrayList<>();

  int size() {
    return vectors.size();
  }

  ParameterVector get(int index) {
    return vectors.get(index);
  }

  /** Products of the vector with the whole set. */
  double[] project(ParameterVector vector) {
    return column(vectors, vector);
  }

  /** Removes from the vector, in place and twice, what lies in the span; returns what it was. */
  double[] remove(ParameterVector vector) {
    double[] removed = removeOnce(vectors, vector);
    double[] again = removeOnce(vectors, vector);
    Arrays.setAll(removed, i -> removed[i] + again[i]);
    return removed;
  }

  /**
   * One pass of classical Gram-Schmidt: all products are taken before anything is removed, so that
   * engines take them together. Two passes leave rounding alone.
   *
   * @param basis orthonormal
   * @return what was removed along each of the basis
   */
  static double[] removeOnce(List<ParameterVector> basis, ParameterVector vector) {
    double[] parts = column(basis, vector);
    vector.space().combine(Arrays.stream(parts).map(part -> -part).toArray(), basis, vector);
    return parts;
  }

  private static double[] column(List<ParameterVector> rows, ParameterVector vector) {
    return Arrays.stream(vector.space().products(rows, List.of(vector)))
        .mapToDouble(row -> row[0])
        .toArray();
  }

  /**
   * Adds the direction that the vector has outside the span.
   *
   * @return the vector's coordinates, the last one along the new direction; that one is absent if
   *     the vector lies in the span to rounding, and nothing is added then
   */
  double[] extend(ParameterVector vector) {
    double before = vector.norm();
    ParameterVector direction = vector.copy();
    double[] removed = remove(direction);
    double norm = direction.norm();
    double rounding = vector.space().precision() == Precision.FLOAT ? 0x1p-18 : 0x1p-44;
    if (!(norm > rounding * before)) {
      direction.close();
      return removed;
    }
    vectors.add(direction.scale(1 / norm));
    double[] coordinates = Arrays.copyOf(removed, removed.length + 1);
    coordinates[removed.length] = norm;
    return coordinates;
  }

  @Override
  public void close() {
    vectors.forEach(ParameterVector::close);
  }
}
