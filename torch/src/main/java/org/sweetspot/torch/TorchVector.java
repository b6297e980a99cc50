package org.sweetspot.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * A vector in one flat libtorch tensor; each operation is one native call or two.
 *
 * <p>Results do not depend on the number of threads. Not safe for use by several threads at a time.
 */
public final class TorchVector implements ParameterVector {
  /** Entries converted to double at a time in an inner product: 8 MB each. */
  private static final long BLOCK = 1 << 20;

  private final TensorSpace space;
  private final Handle handle;
  private final @Nullable TorchVector owner;

  TorchVector(TensorSpace space, Handle handle) {
    this(space, handle, null);
  }

  private TorchVector(TensorSpace space, Handle handle, @Nullable TorchVector owner) {
    this.space = space;
    this.handle = handle;
    this.owner = owner;
  }

  /**
   * A vector over the memory of a flat contiguous tensor.
   *
   * @param tensor one-dimensional, of the space's dimension, device and precision
   */
  public static TorchVector over(TensorSpace space, Tensor tensor) {
    if (tensor.dim() != 1 || tensor.numel() != space.dimension()) {
      throw new IllegalArgumentException(
          "tensor: expected " + space.dimension() + " entries in a row, got " + tensor.numel());
    }
    return new TorchVector(space, Handle.own(tensor, "vector"));
  }

  @Override
  public TensorSpace space() {
    return space;
  }

  /** The flat tensor, sharing memory; valid until this vector is closed. */
  public Tensor tensor() {
    if (owner != null) {
      owner.tensor();
    }
    return handle.get();
  }

  @Override
  public double dot(ParameterVector other) {
    Tensor x = tensor();
    Tensor y = same(other);
    double sum = 0;
    for (long from = 0; from < space.dimension(); from += BLOCK) {
      long length = Math.min(BLOCK, space.dimension() - from);
      try (PointerScope scope = new PointerScope()) {
        Tensor left = x.narrow(0, from, length).to(ScalarType.Double);
        Tensor right = other == this ? left : y.narrow(0, from, length).to(ScalarType.Double);
        sum += left.dot(right).item_double();
      }
    }
    return sum;
  }

  @Override
  public TorchVector add(double factor, ParameterVector other) {
    Tensor y = same(other);
    try (PointerScope scope = new PointerScope()) {
      tensor().add_(y, new Scalar(factor));
    }
    return this;
  }

  @Override
  public TorchVector scale(double factor) {
    try (PointerScope scope = new PointerScope()) {
      if (factor == 0) {
        tensor().zero_();
      } else {
        tensor().mul_(new Scalar(factor));
      }
    }
    return this;
  }

  @Override
  public TorchVector set(ParameterVector other) {
    Tensor y = same(other);
    try (PointerScope scope = new PointerScope()) {
      tensor().copy_(y);
    }
    return this;
  }

  @Override
  public TorchVector multiply(ParameterVector other) {
    Tensor y = same(other);
    try (PointerScope scope = new PointerScope()) {
      tensor().mul_(y);
    }
    return this;
  }

  @Override
  public TorchVector addProduct(double factor, ParameterVector a, ParameterVector b) {
    Tensor x = same(a);
    Tensor y = same(b);
    try (PointerScope scope = new PointerScope()) {
      tensor().addcmul_(x, y, new Scalar(factor));
    }
    return this;
  }

  @Override
  public TorchVector addRatio(
      double factor,
      ParameterVector numerator,
      double scale,
      ParameterVector square,
      double epsilon) {
    Tensor n = same(numerator);
    Tensor s = same(square);
    try (PointerScope scope = new PointerScope()) {
      Tensor divisor = s.mul(new Scalar(scale)).sqrt_().add_(new Scalar(epsilon));
      tensor().addcdiv_(n, divisor, new Scalar(factor));
    }
    return this;
  }

  @Override
  public TorchVector copy() {
    try (PointerScope scope = new PointerScope()) {
      return new TorchVector(space, Handle.own(tensor().clone(), "vector"));
    }
  }

  @Override
  public TorchVector view(ParameterGroup group) {
    if (!space.groups().contains(group)) {
      throw new IllegalArgumentException(
          "view: expected a group of this space, got " + group.name() + "; ask space().groups()");
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor part = tensor().narrow(0, group.offset(), group.size());
      return new TorchVector(space.alone(group), Handle.own(part, "view of " + group.name()), this);
    }
  }

  @Override
  public boolean isFinite() {
    try (PointerScope scope = new PointerScope()) {
      return tensor().isfinite().all().item_bool();
    }
  }

  @Override
  public void write(ByteBuffer target) {
    try (PointerScope scope = new PointerScope()) {
      ByteBuffer bytes = bytes(tensor().cpu());
      requireRoom(target, bytes.remaining());
      target.put(bytes);
    }
  }

  @Override
  public TorchVector read(ByteBuffer source) {
    try (PointerScope scope = new PointerScope()) {
      // On the CPU this is the tensor itself; on a GPU a copy that is sent back.
      Tensor local = tensor().cpu();
      ByteBuffer bytes = bytes(local);
      requireRoom(source, bytes.remaining());
      bytes.put(source.slice().limit(bytes.remaining()));
      source.position(source.position() + bytes.position());
      if (tensor().is_cuda()) {
        tensor().copy_(local);
      }
    }
    return this;
  }

  @Override
  public double[] toArray() {
    try (PointerScope scope = new PointerScope()) {
      double[] entries = new double[Math.toIntExact(space.dimension())];
      if (entries.length == 0) {
        // libtorch has no address for no memory.
        return entries;
      }
      Tensor doubles = tensor().cpu().to(ScalarType.Double);
      new DoublePointer(doubles.data_ptr()).get(entries);
      return entries;
    }
  }

  @Override
  public double[] gather(int[] indices) {
    double[] some = new double[indices.length];
    if (some.length == 0) {
      return some;
    }
    for (int index : indices) {
      Objects.checkIndex(index, space.dimension());
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor places =
          torch
              .from_blob(
                  new IntPointer(indices), new long[] {indices.length}, Place.cpu(ScalarType.Int))
              .to(tensor().device(), ScalarType.Int);
      Tensor chosen = tensor().index_select(0, places).cpu().to(ScalarType.Double);
      new DoublePointer(chosen.data_ptr()).get(some);
    }
    return some;
  }

  @Override
  public TorchVector set(double[] entries) {
    if (entries.length != space.dimension()) {
      throw new IllegalArgumentException(
          "entries: expected " + space.dimension() + " numbers, got " + entries.length);
    }
    try (PointerScope scope = new PointerScope()) {
      long[] size = {entries.length};
      tensor()
          .copy_(torch.from_blob(new DoublePointer(entries), size, Place.cpu(ScalarType.Double)));
    }
    return this;
  }

  @Override
  public void close() {
    handle.close();
  }

  /** Every platform libtorch is built for here is little-endian, so bytes go out as they are. */
  private ByteBuffer bytes(Tensor local) {
    long size = space.dimension() * space.precision().bytes();
    if (size > Integer.MAX_VALUE - 8 || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new IllegalStateException(
          "vector as bytes: expected at most 2 GB on a little-endian machine, got "
              + size
              + " bytes; write it group by group through view()");
    }
    BytePointer memory = Place.memory(local);
    return size == 0 ? ByteBuffer.allocate(0) : memory.asByteBuffer();
  }

  private static void requireRoom(ByteBuffer buffer, int bytes) {
    if (buffer.remaining() < bytes) {
      throw new IllegalArgumentException(
          "buffer: expected " + bytes + " bytes remaining, got " + buffer.remaining());
    }
  }

  /** The tensor of another vector of this space, or an error. */
  Tensor same(ParameterVector other) {
    if (!(other instanceof TorchVector vector) || !vector.space.equals(space)) {
      throw new IllegalArgumentException(
          "vectors: expected two of one space, got "
              + space.dimension()
              + " entries in libtorch and "
              + other.space().dimension()
              + " in "
              + other.getClass().getSimpleName());
    }
    return vector.tensor();
  }
}
