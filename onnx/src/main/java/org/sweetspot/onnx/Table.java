package org.sweetspot.onnx;

import java.util.Arrays;
import java.util.List;

/** The numbers of a value of the graph; the arrays are not copied. */
final class Table {
  /** Where the graph puts nothing out. */
  static final Table NONE = new Table(new long[0], new double[0]);

  private final long[] shape;
  private final double[] entries;

  Table(long[] shape, double[] entries) {
    this.shape = shape;
    this.entries = entries;
  }

  /** Extents. */
  long[] shape() {
    return shape;
  }

  /** Row by row. */
  double[] entries() {
    return entries;
  }

  /** Extent of the last axis; 1 of a single number. */
  int last() {
    return shape.length == 0 ? 1 : Math.toIntExact(shape[shape.length - 1]);
  }

  /** The first rows of the first axis. */
  Table first(int count) {
    if (shape.length == 0 || shape[0] == count) {
      return this;
    }
    long[] fewer = shape.clone();
    fewer[0] = count;
    return new Table(
        fewer, Arrays.copyOf(entries, Math.toIntExact(entries.length / shape[0] * count)));
  }

  /** The rows of several batches, one after the other. */
  static Table joined(List<Table> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int size = parts.stream().mapToInt(part -> part.entries().length).sum();
    double[] all = new double[size];
    long rows = 0;
    int at = 0;
    for (Table part : parts) {
      System.arraycopy(part.entries(), 0, all, at, part.entries().length);
      at += part.entries().length;
      rows += part.shape().length == 0 ? 0 : part.shape()[0];
    }
    long[] shape = parts.get(0).shape().clone();
    if (shape.length > 0) {
      shape[0] = rows;
    }
    return new Table(shape, all);
  }
}
