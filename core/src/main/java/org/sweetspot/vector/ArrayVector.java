package org.sweetspot.vector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/** A vector in a plain Java array of double precision. */
public final class ArrayVector implements ParameterVector {
  private final ArraySpace space;
  private final double[] entries;
  private final int start;
  private final int size;
  private boolean closed;

  ArrayVector(ArraySpace space, double[] entries) {
    this(space, entries, 0);
  }

  private ArrayVector(ArraySpace space, double[] entries, int start) {
    this.space = space;
    this.entries = entries;
    this.start = start;
    this.size = (int) space.dimension();
  }

  @Override
  public ArraySpace space() {
    return space;
  }

  /** One entry. */
  public double get(int index) {
    open();
    return entries[start + index];
  }

  @Override
  public double dot(ParameterVector other) {
    ArrayVector y = same(other);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += entries[start + i] * y.entries[y.start + i];
    }
    return sum;
  }

  @Override
  public ArrayVector add(double factor, ParameterVector other) {
    ArrayVector y = same(other);
    for (int i = 0; i < size; i++) {
      entries[start + i] += factor * y.entries[y.start + i];
    }
    return this;
  }

  @Override
  public ArrayVector scale(double factor) {
    open();
    for (int i = 0; i < size; i++) {
      entries[start + i] = factor == 0 ? 0 : factor * entries[start + i];
    }
    return this;
  }

  @Override
  public ArrayVector set(ParameterVector other) {
    ArrayVector y = same(other);
    System.arraycopy(y.entries, y.start, entries, start, size);
    return this;
  }

  @Override
  public ArrayVector multiply(ParameterVector other) {
    ArrayVector y = same(other);
    for (int i = 0; i < size; i++) {
      entries[start + i] *= y.entries[y.start + i];
    }
    return this;
  }

  @Override
  public ArrayVector addProduct(double factor, ParameterVector a, ParameterVector b) {
    ArrayVector x = same(a);
    ArrayVector y = same(b);
    for (int i = 0; i < size; i++) {
      entries[start + i] += factor * x.entries[x.start + i] * y.entries[y.start + i];
    }
    return this;
  }

  @Override
  public ArrayVector addRatio(
      double factor,
      ParameterVector numerator,
      double scale,
      ParameterVector square,
      double epsilon) {
    ArrayVector n = same(numerator);
    ArrayVector s = same(square);
    for (int i = 0; i < size; i++) {
      double divisor = Math.sqrt(scale * s.entries[s.start + i]) + epsilon;
      entries[start + i] += factor * n.entries[n.start + i] / divisor;
    }
    return this;
  }

  @Override
  public ArrayVector copy() {
    open();
    return space.zero().set(this);
  }

  @Override
  public ArrayVector view(ParameterGroup group) {
    open();
    if (!space.groups().contains(group)) {
      throw new IllegalArgumentException(
          "view: expected a group of this space, got " + group.name() + "; ask space().groups()");
    }
    ParameterGroup alone = new ParameterGroup(group.name(), group.role(), 0, group.shape());
    return new ArrayVector(
        new ArraySpace(List.of(alone)), entries, start + Math.toIntExact(group.offset()));
  }

  @Override
  public boolean isFinite() {
    open();
    for (int i = 0; i < size; i++) {
      if (!Double.isFinite(entries[start + i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void write(ByteBuffer target) {
    open();
    ByteBuffer view = target.slice().order(ByteOrder.LITTLE_ENDIAN);
    view.asDoubleBuffer().put(entries, start, size);
    target.position(target.position() + size * Double.BYTES);
  }

  @Override
  public ArrayVector read(ByteBuffer source) {
    open();
    ByteBuffer view = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    view.asDoubleBuffer().get(entries, start, size);
    source.position(source.position() + size * Double.BYTES);
    return this;
  }

  @Override
  public double[] toArray() {
    open();
    return java.util.Arrays.copyOfRange(entries, start, start + size);
  }

  @Override
  public double[] gather(int[] indices) {
    open();
    double[] some = new double[indices.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = entries[start + Objects.checkIndex(indices[i], size)];
    }
    return some;
  }

  @Override
  public ArrayVector set(double[] values) {
    open();
    if (values.length != size) {
      throw new IllegalArgumentException(
          "entries: expected " + size + " numbers, got " + values.length);
    }
    System.arraycopy(values, 0, entries, start, size);
    return this;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("vector: expected an open one, got one that was closed");
    }
  }

  private ArrayVector same(ParameterVector other) {
    open();
    if (!(other instanceof ArrayVector vector) || !vector.space.equals(space)) {
      throw new IllegalArgumentException(
          "vectors: expected two of one space, got dimensions "
              + space.dimension()
              + " and "
              + other.space().dimension());
    }
    vector.open();
    return vector;
  }
}
