package org.sweetspot.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.vector.ParameterVector;
import tools.jackson.databind.JsonNode;

/** Inputs of a classifier in another process, and its logits at others. */
record RemoteInputs(Session session, List<Integer> inputShape) implements Inputs {
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** Bytes of inputs that one question may take. */
  private static final int ROOM = 1 << 20;

  static RemoteInputs of(Session session, JsonNode about) {
    List<Integer> shape = new ArrayList<>();
    long numbers = 1;
    for (JsonNode extent : about.path("shape")) {
      int value = extent.isIntegralNumber() && extent.canConvertToInt() ? extent.asInt() : 0;
      numbers *= value;
      if (value < 1 || numbers * Double.BYTES > ROOM) {
        throw new BridgeException(
            "bridge: inputs: expected a shape of at most "
                + ROOM / Double.BYTES
                + " numbers, got "
                + about
                + "; take smaller examples");
      }
      shape.add(value);
    }
    return new RemoteInputs(session, List.copyOf(shape));
  }

  private int numbers() {
    return inputShape.stream().reduce(1, Math::multiplyExact);
  }

  @Override
  public Matrix inputs(Batch batch) {
    int handle = session.handle();
    session.ask(Session.about(Operation.INPUTS, batch, Mode.EVALUATE).number(handle)).end();
    try {
      int count = Math.multiplyExact(batch.size(), numbers());
      return new Matrix(batch.size(), numbers(), Tables.reals(session, handle, count));
    } finally {
      session.free(Operation.FREE, handle);
    }
  }

  @Override
  public Matrix logits(Matrix inputs, ParameterVector weights) {
    int at = session.handle(weights);
    int together = Math.max(1, ROOM / Double.BYTES / inputs.columns());
    double[] logits = new double[0];
    int classes = 0;
    for (int from = 0; from < inputs.rows(); from += together) {
      int rows = Math.min(together, inputs.rows() - from);
      double[] part =
          Arrays.copyOfRange(
              inputs.entries(), from * inputs.columns(), (from + rows) * inputs.columns());
      int handle = session.handle();
      Reply reply =
          session.ask(
              Request.of(Operation.LOGITS).number(at).number(rows).reals(part).number(handle));
      int found = reply.number(1, MOST / inputs.rows());
      reply.end();
      try {
        if (from == 0) {
          classes = found;
          logits = new double[inputs.rows() * classes];
        } else if (found != classes) {
          throw new BridgeException(
              "bridge: logits: expected " + classes + " classes as before, got " + found);
        }
        double[] values = Tables.reals(session, handle, rows * classes);
        System.arraycopy(values, 0, logits, from * classes, values.length);
      } finally {
        session.free(Operation.FREE, handle);
      }
    }
    return new Matrix(inputs.rows(), classes, logits);
  }
}
