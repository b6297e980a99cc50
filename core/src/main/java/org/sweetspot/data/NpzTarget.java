package org.sweetspot.data;

import java.util.List;

/** The targets of one part of an npz archive. */
final class NpzTarget {
  private final SourceTarget form;
  private final List<Integer> shape;
  private final double[] values;

  /**
   * Targets.
   *
   * @param form what they are
   * @param shape of the whole array
   * @param values one example after another
   */
  NpzTarget(SourceTarget form, List<Integer> shape, double[] values) {
    this.form = form;
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  SourceTarget form() {
    return form;
  }

  List<Integer> shape() {
    return shape;
  }

  int count() {
    return shape.isEmpty() ? 0 : shape.get(0);
  }

  void read(int example, double[] target) {
    System.arraycopy(values, example * target.length, target, 0, target.length);
  }
}
