package org.sweetspot.bridge;

import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Mode;
import org.sweetspot.vector.ParameterVector;

/** Gauss-Newton products in another process. */
record RemoteGaussNewton(Session session) implements GaussNewton {
  @Override
  public void gaussNewtonProduct(
      Batch batch, Mode mode, ParameterVector argument, ParameterVector result) {
    session
        .ask(
            Session.about(Operation.GAUSS_NEWTON, batch, mode)
                .number(session.handle(argument))
                .number(session.handle(result)))
        .end();
  }
}
