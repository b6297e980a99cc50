package org.sweetspot.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;

/** Fetches many numbers in pieces. */
final class Tables {
  private Tables() {}

  /** So many numbers in double precision that a handle stands for. */
  static double[] reals(Session session, int handle, int count) {
    double[] values = new double[count];
    int most = Connection.PIECE / Double.BYTES;
    ByteBuffer piece =
        ByteBuffer.allocate(Math.min(count, most) * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; done += most) {
      int now = Math.min(most, count - done);
      read(session, handle, done, now, Double.BYTES, piece.clear());
      piece.flip().asDoubleBuffer().get(values, done, now);
    }
    return values;
  }

  /** Entries of four bytes. */
  static int[] numbers(Session session, int handle, int count) {
    int[] values = new int[count];
    int most = Connection.PIECE / Integer.BYTES;
    ByteBuffer piece =
        ByteBuffer.allocate(Math.min(count, most) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; done += most) {
      int now = Math.min(most, count - done);
      read(session, handle, done, now, Integer.BYTES, piece.clear());
      piece.flip().asIntBuffer().get(values, done, now);
    }
    return values;
  }

  private static void read(
      Session session, int handle, long from, int count, int each, ByteBuffer into) {
    Reply reply = session.ask(Request.of(Operation.READ).number(handle).large(from).number(count));
    reply.raw(count * each, into);
    reply.end();
  }
}
