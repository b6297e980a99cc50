package org.sweetspot.measure.landscape;

import java.util.List;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;

/**
 * Random directions whose filters are as long as those of the weights, so that slices of networks
 * of different scale look alike: d_f := d_f / ||d_f|| * ||w_f||, Gaussian d, f the slices of each
 * weight and embedding tensor along its first axis (output channels, rows). Biases and
 * normalization stay where they are.
 */
final class FilterDirection {
  private FilterDirection() {}

  /** A new direction; the caller closes it. */
  static ParameterVector draw(ParameterVector weights, RandomStream stream) {
    ParameterVector direction = weights.space().gaussian(stream);
    for (ParameterGroup group : weights.space().groups()) {
      try (ParameterVector mine = direction.view(group);
          ParameterVector theirs = weights.view(group)) {
        boolean moves = group.role() == Role.WEIGHT || group.role() == Role.EMBEDDING;
        if (moves) {
          mine.set(scaled(mine.toArray(), theirs.toArray(), filters(group.shape())));
        } else {
          mine.scale(0);
        }
      }
    }
    return direction;
  }

  /** A vector alone is one filter. */
  private static int filters(List<Long> shape) {
    return shape.size() < 2 ? 1 : ArraySize.of("filters", shape.get(0));
  }

  private static double[] scaled(double[] direction, double[] weights, int filters) {
    int length = filters == 0 ? 0 : direction.length / filters;
    for (int f = 0; f < filters; f++) {
      double own = norm(direction, f * length, length);
      double wanted = norm(weights, f * length, length);
      for (int i = f * length; i < (f + 1) * length; i++) {
        direction[i] = own > 0 ? direction[i] * wanted / own : 0;
      }
    }
    return direction;
  }

  private static double norm(double[] entries, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += entries[i] * entries[i];
    }
    return Math.sqrt(sum);
  }
}
