package org.sweetspot.bridge;

import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;

/** What the last layer of a classifier in another process sees and does. */
record RemoteFeatures(Session session) implements Features {
  private static final int MOST = Integer.MAX_VALUE - 8;

  @Override
  public LastLayer lastLayer(Batch batch) {
    int features = session.handle();
    int weight = session.handle();
    int bias = session.handle();
    Reply reply =
        session.ask(
            Session.about(Operation.LAST_LAYER, batch, Mode.EVALUATE)
                .number(features)
                .number(weight)
                .number(bias));
    int rows = reply.number(0, MOST);
    int width = reply.number(0, MOST);
    int classes = reply.number(0, MOST);
    String reason = reply.text();
    reply.end();
    if (!reason.isEmpty()) {
      return new LastLayer.Hidden(reason);
    }
    if ((long) width * Math.max(rows, classes) > MOST) {
      throw new BridgeException(
          "last layer: expected at most "
              + MOST
              + " numbers, got "
              + rows
              + " rows of "
              + width
              + "; measure fewer examples at once");
    }
    try {
      return new LastLayer.Seen(
          new Matrix(rows, width, Tables.reals(session, features, rows * width)),
          new Matrix(classes, width, Tables.reals(session, weight, classes * width)),
          new Matrix(1, classes, Tables.reals(session, bias, classes)));
    } finally {
      session.free(Operation.FREE, features);
      session.free(Operation.FREE, weight);
      session.free(Operation.FREE, bias);
    }
  }
}
