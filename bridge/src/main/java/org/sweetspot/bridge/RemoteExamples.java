package org.sweetspot.bridge;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;

/** Losses and gradients of single examples in another process. */
record RemoteExamples(Session session, RemoteSpace space) implements PerExample {
  /** Bytes of gradients that one request may make. */
  private static final long MEMORY = 64L << 20;

  private static final int MOST = 64;

  @Override
  public double[] losses(Batch batch) {
    return numbers(Operation.LOSSES, batch);
  }

  @Override
  public double[] squaredGradientNorms(Batch batch) {
    return numbers(Operation.SQUARED_NORMS, batch);
  }

  private double[] numbers(Operation operation, Batch batch) {
    Reply reply = session.ask(Session.about(operation, batch, Mode.EVALUATE));
    double[] numbers = reply.reals(batch.size());
    reply.end();
    return numbers;
  }

  @Override
  public void gradients(Batch batch, GradientVisitor visitor) {
    long bytes = Math.max(1, space.dimension() * space.precision().bytes());
    int together = (int) Math.max(1, Math.min(Math.min(MOST, batch.size()), MEMORY / bytes));
    List<RemoteVector> vectors = new ArrayList<>();
    try {
      while (vectors.size() < together) {
        vectors.add(space.zero());
      }
      for (int from = 0; from < batch.size(); from += together) {
        Batch part = batch.slice(from, Math.min(batch.size(), from + together));
        int[] handles = session.handles(vectors.subList(0, part.size()));
        session.ask(Session.about(Operation.EXAMPLES, part, Mode.EVALUATE).numbers(handles)).end();
        for (int i = 0; i < part.size(); i++) {
          visitor.visit(from + i, vectors.get(i));
        }
      }
    } finally {
      vectors.forEach(RemoteVector::close);
    }
  }
}
