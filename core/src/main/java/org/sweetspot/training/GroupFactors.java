package org.sweetspot.training;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** Vectors whose entries are one number in each group of parameters. */
final class GroupFactors {
  private GroupFactors() {}

  /** A vector with one factor for each group of the space, in its order; the caller closes it. */
  static ParameterVector vector(ParameterSpace space, List<Double> factors) {
    double[] entries = new double[Math.toIntExact(space.dimension())];
    for (int i = 0; i < factors.size(); i++) {
      ParameterGroup group = space.groups().get(i);
      int from = (int) group.offset();
      Arrays.fill(entries, from, from + (int) group.size(), factors.get(i));
    }
    return space.zero().set(entries);
  }
}
