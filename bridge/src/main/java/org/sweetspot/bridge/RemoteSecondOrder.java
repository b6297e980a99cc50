package org.sweetspot.bridge;

import java.util.Optional;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import tools.jackson.databind.JsonNode;

/** Hessian products in another process. */
final class RemoteSecondOrder implements SecondOrder {
  private final Session session;
  private final RemoteSpace space;
  private final Optional<String> remark;
  private final boolean gaussNewton;
  private final long bytesPerExample;

  RemoteSecondOrder(Session session, RemoteSpace space, JsonNode about) {
    this.session = session;
    this.space = space;
    this.remark = Optional.of(about.path("remark").asString("")).filter(text -> !text.isEmpty());
    this.gaussNewton = about.path("gauss-newton").asBoolean(false);
    this.bytesPerExample = Math.max(0, about.path("bytes-per-example").asLong(0));
  }

  @Override
  public Linearization linearize(Batch batch, Mode mode) {
    int graph = session.handle();
    RemoteVector gradient = space.zero();
    double loss;
    try {
      Reply reply =
          session.ask(
              Session.about(Operation.GRAPH, batch, mode).number(graph).number(gradient.handle()));
      loss = reply.real();
      reply.end();
    } catch (RuntimeException failed) {
      gradient.close();
      throw failed;
    }
    return new RemoteGraph(session, graph, gradient, loss, gaussNewton);
  }

  @Override
  public boolean graphsGiveGaussNewton(Mode mode) {
    return gaussNewton;
  }

  @Override
  public Optional<String> remark() {
    return remark;
  }

  @Override
  public long graphBytes(int examples) {
    return Math.multiplyExact(bytesPerExample, examples);
  }
}
