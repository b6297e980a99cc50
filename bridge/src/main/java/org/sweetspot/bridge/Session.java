package org.sweetspot.bridge;

import java.util.List;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterVector;

/** An open model at the other end of a connection: gives out handles, and refuses once closed. */
final class Session {
  /** The handle of the live weights. */
  static final int PARAMETERS = 1;

  /** The handle of the live buffers. */
  static final int BUFFERS = 2;

  private static final int FIRST_FREE = 16;

  private final Connection connection;
  private int next = FIRST_FREE;
  private boolean closed;

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** A handle that was never used. */
  synchronized int handle() {
    if (next < 0) {
      throw new IllegalStateException("bridge: all handles are used up; open the model again");
    }
    return next++;
  }

  Reply ask(Request request) {
    open();
    return connection.ask(request);
  }

  void tell(Request request) {
    open();
    connection.tell(request);
  }

  /** Frees what a handle stands for; nothing happens where the model is closed already. */
  void free(Operation how, int handle) {
    if (!closed) {
      connection.tell(Request.of(how).number(handle));
    }
  }

  /** Frees the model and every handle. */
  void close() {
    if (!closed) {
      closed = true;
      connection.ask(Request.of(Operation.CLOSE)).end();
    }
  }

  private void open() {
    if (closed) {
      throw new IllegalStateException("problem: expected an open one, got one that was closed");
    }
  }

  private static int code(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case VALIDATION -> 1;
      case TEST -> 2;
    };
  }

  private static int code(Mode mode) {
    return switch (mode) {
      case TRAIN -> 0;
      case PROBE -> 1;
      case EVALUATE -> 2;
    };
  }

  /** A request about a batch: split, mode, augmentation, indices. */
  static Request about(Operation operation, Batch batch, Mode mode) {
    return Request.of(operation)
        .small(code(batch.split()))
        .small(code(mode))
        .small(batch.isAugmented() ? 1 : 0)
        .large(batch.augmentationKey())
        .numbers(batch.indices());
  }

  /** The handle of a vector of this session's model. */
  int handle(ParameterVector vector) {
    if (vector instanceof RemoteVector remote && remote.space().session() == this) {
      return remote.handle();
    }
    throw new IllegalArgumentException(
        "vector: expected one of this problem's space, got one of "
            + vector.space().dimension()
            + " entries in "
            + vector.getClass().getSimpleName()
            + "; make it with problem.space()");
  }

  /** Their handles, in order. */
  int[] handles(List<? extends ParameterVector> vectors) {
    return vectors.stream().mapToInt(this::handle).toArray();
  }
}
