package org.sweetspot.bridge;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** A space whose vectors live in another process. */
final class RemoteSpace implements ParameterSpace {
  private static final int GAUSSIAN = 0;
  private static final int SIGNS = 1;

  private final Session session;
  private final List<ParameterGroup> groups;
  private final Precision precision;
  private final long dimension;

  RemoteSpace(Session session, List<ParameterGroup> groups, Precision precision) {
    this.session = session;
    this.groups = List.copyOf(groups);
    this.precision = precision;
    this.dimension = groups.stream().mapToLong(ParameterGroup::size).sum();
  }

  Session session() {
    return session;
  }

  @Override
  public long dimension() {
    return dimension;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public List<ParameterGroup> groups() {
    return groups;
  }

  @Override
  public double[][] products(List<ParameterVector> left, List<ParameterVector> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return new double[left.size()][right.size()];
    }
    int most = Connection.PIECE / Double.BYTES / right.size();
    if (left.size() > most) {
      throw new IllegalArgumentException(
          "inner products: expected at most " + most + " rows, got " + left.size());
    }
    Reply reply =
        session.ask(Request.of(Operation.PRODUCTS).numbers(handles(left)).numbers(handles(right)));
    double[][] products = new double[left.size()][];
    Arrays.setAll(products, i -> reply.reals(right.size()));
    reply.end();
    return products;
  }

  @Override
  public void combine(double[] coefficients, List<ParameterVector> vectors, ParameterVector into) {
    ParameterSpace.requireEach(coefficients, vectors);
    session.tell(
        Request.of(Operation.COMBINE)
            .number(own(into).handle())
            .reals(coefficients)
            .numbers(handles(vectors)));
  }

  private int[] handles(List<ParameterVector> vectors) {
    return vectors.stream().mapToInt(vector -> own(vector).handle()).toArray();
  }

  @Override
  public RemoteVector zero() {
    int handle = session.handle();
    session.tell(Request.of(Operation.NEW).number(handle).large(dimension));
    return new RemoteVector(this, handle);
  }

  /** Drawn by the other side from the stream's key and position, which then moves on. */
  @Override
  public RemoteVector gaussian(RandomStream stream) {
    return drawn(GAUSSIAN, stream, 2 * dimension);
  }

  /** Drawn by the other side from the stream's key and position, which then moves on. */
  @Override
  public RemoteVector rademacher(RandomStream stream) {
    return drawn(SIGNS, stream, (dimension + Long.SIZE - 1) / Long.SIZE);
  }

  private RemoteVector drawn(int kind, RandomStream stream, long words) {
    RemoteVector vector = zero();
    session.tell(
        Request.of(Operation.DRAW)
            .number(vector.handle())
            .small(kind)
            .large(stream.key())
            .large(stream.position()));
    stream.skip(words);
    return vector;
  }

  /** The vector as one of this space, or an error. */
  RemoteVector own(ParameterVector vector) {
    if (vector instanceof RemoteVector remote && remote.space().equals(this)) {
      return remote;
    }
    throw new IllegalArgumentException(
        "vectors: expected two of one space, got dimensions "
            + dimension
            + " and "
            + vector.space().dimension());
  }

  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof RemoteSpace space
            && session == space.session
            && groups.equals(space.groups));
  }

  @Override
  public int hashCode() {
    return groups.hashCode();
  }
}
