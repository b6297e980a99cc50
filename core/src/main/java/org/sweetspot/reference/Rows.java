package org.sweetspot.reference;

import org.sweetspot.problem.Batch;

/** Checked tables of numbers for the problems in plain arrays. */
final class Rows {
  private Rows() {}

  /** A deep copy of a table whose rows must have one length. */
  static double[][] copy(String name, double[][] table, int width) {
    double[][] copy = new double[table.length][];
    for (int i = 0; i < table.length; i++) {
      if (table[i].length != width) {
        throw new IllegalArgumentException(
            name
                + ": expected rows of "
                + width
                + " numbers, got "
                + table[i].length
                + " in row "
                + i);
      }
      copy[i] = table[i].clone();
    }
    return copy;
  }

  /** The batch's indices, each within the split. */
  static int[] checked(Batch batch, int size) {
    int[] indices = batch.indices();
    for (int index : indices) {
      if (index < 0 || index >= size) {
        throw new IllegalArgumentException(
            "batch: expected indices from 0 to "
                + (size - 1)
                + " in split "
                + batch.split()
                + ", got "
                + index);
      }
    }
    return indices;
  }

  static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
