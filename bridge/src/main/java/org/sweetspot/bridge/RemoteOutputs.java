package org.sweetspot.bridge;

import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import tools.jackson.databind.JsonNode;

/** Logits and labels of a classifier in another process. */
final class RemoteOutputs implements Outputs {
  private final Session session;
  private final boolean alike;

  RemoteOutputs(Session session, JsonNode about) {
    this.session = session;
    this.alike = about.path("counts-all-alike").asBoolean(false);
  }

  @Override
  public boolean countsAllAlike() {
    return alike;
  }

  @Override
  public Predictions predictions(Batch batch, Mode mode) {
    int logits = session.handle();
    int labels = session.handle();
    Reply reply =
        session.ask(Session.about(Operation.OUTPUTS, batch, mode).number(logits).number(labels));
    int rows = reply.number(0, Integer.MAX_VALUE - 8);
    int classes = reply.number(1, Integer.MAX_VALUE - 8);
    reply.end();
    if ((long) rows * classes > Integer.MAX_VALUE - 8) {
      throw new BridgeException(
          "outputs: expected at most "
              + (Integer.MAX_VALUE - 8)
              + " numbers, got "
              + rows
              + " x "
              + classes
              + "; measure fewer examples at once");
    }
    try {
      double[] values = Tables.reals(session, logits, rows * classes);
      int[] truth = Tables.numbers(session, labels, rows);
      for (int label : truth) {
        if (label < 0 || label >= classes) {
          throw new BridgeException(
              "outputs: expected labels from 0 to " + (classes - 1) + ", got " + label);
        }
      }
      return new Predictions(classes, values, truth);
    } finally {
      session.free(Operation.FREE, logits);
      session.free(Operation.FREE, labels);
    }
  }
}
