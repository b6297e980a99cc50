package org.sweetspot.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.problem.Split;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.ParameterVectorContract;
import org.sweetspot.vector.Precision;

/** Vectors of another process keep the contract of all vectors. */
class RemoteVectorTest extends ParameterVectorContract {
  private final List<Peer> peers = new ArrayList<>();
  private final PeerServer server =
      new PeerServer(
          new SoftmaxRegression(
              2,
              0,
              Map.of(
                  Split.TRAIN,
                  new SoftmaxRegression.Table(new double[][] {{1, 2, 3}}, new int[] {1}))));

  /** Eight entries; what their groups are called matters to nobody but the views. */
  @Override
  protected ParameterSpace space() {
    if (peers.isEmpty()) {
      peers.add(Peer.of(server::serve));
    }
    return new RemoteSpace(session(), named(), Precision.DOUBLE);
  }

  private final List<Session> sessions = new ArrayList<>();

  private Session session() {
    if (sessions.isEmpty()) {
      sessions.add(new Session(peers.get(0).connection()));
    }
    return sessions.get(0);
  }

  private static List<ParameterGroup> named() {
    return List.of(
        new ParameterGroup("weight", ParameterGroup.Role.WEIGHT, 0, List.of(2L, 3L)),
        new ParameterGroup("bias", ParameterGroup.Role.BIAS, 6, List.of(2L)));
  }

  @AfterEach
  void close() {
    peers.forEach(Peer::close);
  }

  @Test
  void closedVectorsAreFreedOverThere() {
    ParameterSpace space = space();
    ParameterVector zero = space.zero();
    ParameterVector view = zero.view(space.groups().get(1));
    assertThat(zero.isFinite()).isTrue();
    assertThat(server.living()).isEqualTo(2);
    view.close();
    zero.close();
    zero.close();
    try (ParameterVector last = space.zero()) {
      assertThat(last.norm()).isZero();
      assertThat(server.living()).isEqualTo(1);
    }
  }

  @Test
  void whatGoesWrongWithoutAnAnswerIsToldByTheNext() {
    ParameterSpace space = space();
    ParameterVector lost = new RemoteVector((RemoteSpace) space, 12345);
    try (ParameterVector x = space.zero()) {
      x.add(1, lost);
      assertThatThrownBy(x::norm)
          .isInstanceOf(BridgeException.class)
          .hasMessageContaining("no vector has the handle 12345")
          .hasMessageContaining("traceback of ADD");
      assertThat(x.norm()).isZero();
    }
  }

  @Test
  void manyRequestsWithoutAnswersAreNotHeardLate() {
    ParameterSpace space = space();
    try (ParameterVector x = space.zero();
        ParameterVector one = space.zero().set(new double[] {1, 1, 1, 1, 1, 1, 1, 1})) {
      for (int i = 0; i < 1000; i++) {
        x.add(1, one);
      }
      assertThat(x.toArray()).containsOnly(1000);
    }
  }
}
