package org.sweetspot.bridge;

import java.util.Optional;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.problem.Linearization;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/** A graph that another process keeps. */
final class RemoteGraph implements Linearization {
  private static final int HESSIAN = 0;
  private static final int GAUSS_NEWTON = 1;

  private final Session session;
  private final int graph;
  private final RemoteVector gradient;
  private final double loss;
  private final boolean givesGaussNewton;
  private boolean closed;

  RemoteGraph(
      Session session, int graph, RemoteVector gradient, double loss, boolean givesGaussNewton) {
    this.session = session;
    this.graph = graph;
    this.gradient = gradient;
    this.loss = loss;
    this.givesGaussNewton = givesGaussNewton;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public ParameterVector gradient() {
    return gradient;
  }

  @Override
  public ParameterSpace space() {
    return gradient.space();
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    product(HESSIAN, argument, result);
  }

  @Override
  public Optional<SymmetricOperator> gaussNewton() {
    return givesGaussNewton ? Optional.of(new Matrix(this, GAUSS_NEWTON)) : Optional.empty();
  }

  private void product(int kind, ParameterVector argument, ParameterVector result) {
    if (closed) {
      throw new IllegalStateException("graph: expected an open one, got one that was closed");
    }
    Reply reply =
        session.ask(
            Request.of(Operation.PRODUCT)
                .number(graph)
                .small(kind)
                .number(session.handle(argument))
                .number(session.handle(result)));
    reply.end();
  }

  /** A matrix that the graph can be multiplied by. */
  private record Matrix(RemoteGraph graph, int kind) implements SymmetricOperator {
    @Override
    public ParameterSpace space() {
      return graph.space();
    }

    @Override
    public void apply(ParameterVector argument, ParameterVector result) {
      graph.product(kind, argument, result);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      session.free(Operation.CLOSE_GRAPH, graph);
      gradient.close();
    }
  }
}
