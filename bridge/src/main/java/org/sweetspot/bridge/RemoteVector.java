package org.sweetspot.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** A vector in another process, known here by its handle. */
final class RemoteVector implements ParameterVector {
  private final RemoteSpace space;
  private final int handle;
  private boolean closed;

  RemoteVector(RemoteSpace space, int handle) {
    this.space = space;
    this.handle = handle;
  }

  int handle() {
    if (closed) {
      throw new IllegalStateException("vector: expected an open one, got one that was closed");
    }
    return handle;
  }

  @Override
  public RemoteSpace space() {
    return space;
  }

  @Override
  public double dot(ParameterVector other) {
    return space.products(List.of(this), List.of(other))[0][0];
  }

  @Override
  public RemoteVector add(double factor, ParameterVector other) {
    return tell(request(Operation.ADD).real(factor).number(same(other)));
  }

  @Override
  public RemoteVector scale(double factor) {
    return tell(request(Operation.SCALE).real(factor));
  }

  @Override
  public RemoteVector set(ParameterVector other) {
    return tell(request(Operation.SET).number(same(other)));
  }

  @Override
  public RemoteVector multiply(ParameterVector other) {
    return tell(request(Operation.MULTIPLY).number(same(other)));
  }

  @Override
  public RemoteVector addProduct(double factor, ParameterVector a, ParameterVector b) {
    return tell(request(Operation.ADD_PRODUCT).real(factor).number(same(a)).number(same(b)));
  }

  @Override
  public RemoteVector addRatio(
      double factor,
      ParameterVector numerator,
      double scale,
      ParameterVector square,
      double epsilon) {
    return tell(
        request(Operation.ADD_RATIO)
            .real(factor)
            .number(same(numerator))
            .real(scale)
            .number(same(square))
            .real(epsilon));
  }

  @Override
  public RemoteVector copy() {
    handle();
    return space.zero().set(this);
  }

  @Override
  public RemoteVector view(ParameterGroup group) {
    handle();
    if (!space.groups().contains(group)) {
      throw new IllegalArgumentException(
          "view: expected a group of this space, got " + group.name() + "; ask space().groups()");
    }
    int part = space.session().handle();
    space
        .session()
        .tell(
            Request.of(Operation.VIEW)
                .number(part)
                .number(handle)
                .large(group.offset())
                .large(group.size()));
    ParameterGroup alone = new ParameterGroup(group.name(), group.role(), 0, group.shape());
    return new RemoteVector(
        new RemoteSpace(space.session(), List.of(alone), space.precision()), part);
  }

  @Override
  public boolean isFinite() {
    Reply reply = space.session().ask(request(Operation.FINITE));
    boolean finite = reply.small() != 0;
    reply.end();
    return finite;
  }

  @Override
  public void write(ByteBuffer target) {
    handle();
    int each = space.precision().bytes();
    int most = Connection.PIECE / each;
    for (long done = 0; done < space.dimension(); done += most) {
      int count = (int) Math.min(most, space.dimension() - done);
      Reply reply = space.session().ask(request(Operation.READ).large(done).number(count));
      reply.raw(count * each, target);
      reply.end();
    }
  }

  @Override
  public RemoteVector read(ByteBuffer source) {
    handle();
    int each = space.precision().bytes();
    int most = Connection.PIECE / each;
    for (long done = 0; done < space.dimension(); done += most) {
      int count = (int) Math.min(most, space.dimension() - done);
      int end = source.position() + count * each;
      tell(request(Operation.WRITE).large(done).raw(source.duplicate().limit(end)));
      source.position(end);
    }
    return this;
  }

  @Override
  public double[] toArray() {
    int size = Math.toIntExact(space.dimension());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size, space.precision().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    write(bytes);
    bytes.flip();
    double[] entries = new double[size];
    for (int i = 0; i < size; i++) {
      entries[i] =
          space.precision() == Precision.DOUBLE ? bytes.getDouble() : (double) bytes.getFloat();
    }
    return entries;
  }

  @Override
  public double[] gather(int[] indices) {
    double[] entries = toArray();
    return Arrays.stream(indices).mapToDouble(i -> entries[i]).toArray();
  }

  @Override
  public RemoteVector set(double[] entries) {
    if (entries.length != space.dimension()) {
      throw new IllegalArgumentException(
          "entries: expected " + space.dimension() + " numbers, got " + entries.length);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(entries.length, space.precision().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double entry : entries) {
      if (space.precision() == Precision.DOUBLE) {
        bytes.putDouble(entry);
      } else {
        bytes.putFloat((float) entry);
      }
    }
    return read(bytes.flip());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (handle != Session.PARAMETERS && handle != Session.BUFFERS) {
        space.session().free(Operation.FREE, handle);
      }
    }
  }

  private Request request(Operation operation) {
    return Request.of(operation).number(handle());
  }

  private int same(ParameterVector other) {
    handle();
    return space.own(other).handle();
  }

  private RemoteVector tell(Request request) {
    space.session().tell(request);
    return this;
  }
}
