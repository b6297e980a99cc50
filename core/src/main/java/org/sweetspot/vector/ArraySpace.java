package org.sweetspot.vector;

import java.util.List;
import org.sweetspot.random.RandomStream;

/**
 * A parameter space in plain Java arrays of double precision: for small problems, for solved
 * settings, and as the reference the engines are tested against.
 *
 * @param groups the named parts, covering the vector without gaps
 */
public record ArraySpace(List<ParameterGroup> groups) implements ParameterSpace {
  /** Checks that the groups follow each other without gaps and fit one array. */
  public ArraySpace {
    groups = List.copyOf(groups);
    long entries = ParameterGroup.total(groups);
    if (entries > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "array space: expected at most " + (Integer.MAX_VALUE - 8) + " entries, got " + entries);
    }
  }

  /** A space with one group of weights. */
  public static ArraySpace of(String name, long... shape) {
    List<Long> extents = java.util.Arrays.stream(shape).boxed().toList();
    return new ArraySpace(
        List.of(new ParameterGroup(name, ParameterGroup.Role.WEIGHT, 0, extents)));
  }

  @Override
  public long dimension() {
    return groups.isEmpty()
        ? 0
        : groups.get(groups.size() - 1).offset() + groups.get(groups.size() - 1).size();
  }

  @Override
  public Precision precision() {
    return Precision.DOUBLE;
  }

  @Override
  public ArrayVector zero() {
    return new ArrayVector(this, new double[(int) dimension()]);
  }

  @Override
  public ArrayVector gaussian(RandomStream stream) {
    return zero().set(Draws.gaussian(stream, (int) dimension()));
  }

  @Override
  public ArrayVector rademacher(RandomStream stream) {
    return zero().set(Draws.rademacher(stream, (int) dimension()));
  }
}
