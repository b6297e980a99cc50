package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.vector.ParameterGroup.Role;

/** A tensor in memory, for tests. */
public final class ArrayTensor implements WeightTensor {
  private final String name;
  private final Role role;
  private final Layout layout;
  private final List<Long> shape;
  private final double[] entries;

  /** Keeps the array. */
  public ArrayTensor(String name, Role role, Layout layout, List<Long> shape, double... entries) {
    this.name = name;
    this.role = role;
    this.layout = layout;
    this.shape = List.copyOf(shape);
    this.entries = entries;
  }

  /** A dense matrix, out x in. */
  public static ArrayTensor matrix(String name, long rows, long columns, double... entries) {
    return new ArrayTensor(name, Role.WEIGHT, Layout.OUT_FIRST, List.of(rows, columns), entries);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public List<Long> shape() {
    return shape;
  }

  @Override
  public double[] load() {
    return entries.clone();
  }
}
