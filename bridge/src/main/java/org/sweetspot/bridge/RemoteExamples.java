package org.sweetspot.bridge;

import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;

/** Losses and gradients of single examples in another process. */
record RemoteExamples(Session session, RemoteSpace space) implements PerExample {
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
    GradientVectors.visit(
        space,
        batch,
        (part, from, vectors) ->
            session
                .ask(
                    Session.about(Operation.EXAMPLES, part, Mode.EVALUATE)
                        .numbers(session.handles(vectors)))
                .end(),
        visitor);
  }
}
