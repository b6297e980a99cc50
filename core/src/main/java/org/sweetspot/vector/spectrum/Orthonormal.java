package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
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
    return vectors.stream().mapToDouble(q -> q.dot(vector)).toArray();
  }

  /** Removes from the vector, in place and twice, what lies in the span; returns what it was. */
  double[] remove(ParameterVector vector) {
    double[] removed = new double[vectors.size()];
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < removed.length; i++) {
        double part = vectors.get(i).dot(vector);
        vector.add(-part, vectors.get(i));
        removed[i] += part;
      }
    }
    return removed;
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
    double[] coordinates = java.util.Arrays.copyOf(removed, removed.length + 1);
    coordinates[removed.length] = norm;
    return coordinates;
  }

  @Override
  public void close() {
    vectors.forEach(ParameterVector::close);
  }
}
