package org.sweetspot.bridge.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.sweetspot.bridge.BridgeProblem;
import org.sweetspot.bridge.Peer;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Whatever the other side does, the answer is one clear error, and never a wait without end. */
class FaultyPeerTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private static ByteBuffer frame(int operation, int status, byte... body) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + body.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(4 + body.length).putShort((short) operation).putShort((short) status).put(body);
    return bytes.flip();
  }

  /** Sends these bytes whatever it is asked, and then keeps the line open. */
  private static Consumer<SocketChannel> saying(ByteBuffer... frames) {
    return channel -> {
      try {
        for (ByteBuffer frame : frames) {
          channel.write(frame);
        }
        while (channel.read(ByteBuffer.allocate(1024)) >= 0) {
          // What is asked does not matter.
        }
      } catch (IOException closed) {
        // The other end is gone, as it should be.
      }
    };
  }

  private static void closing(SocketChannel channel) {
    try {
      channel.read(ByteBuffer.allocate(4));
      channel.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Test
  void whoDiesIsSaidToHaveEndedWithItsLastWords() {
    try (Peer peer = Peer.of(FaultyPeerTest::closing)) {
      assertThatThrownBy(() -> peer.connection().ask(Request.of(Operation.PING)))
          .isInstanceOf(BridgeException.class)
          .hasMessageContaining("ended while it was asked")
          .hasMessageContaining("last words");
      assertThatThrownBy(() -> peer.connection().ask(Request.of(Operation.PING)))
          .isInstanceOf(BridgeException.class)
          .hasMessageContaining("gone since an earlier error");
    }
  }

  @Test
  void whoIsSilentIsGivenUp() {
    try (Peer peer = Peer.of(SHORT, saying())) {
      assertThatThrownBy(() -> peer.connection().ask(Request.of(Operation.PING)))
          .isInstanceOf(BridgeException.class)
          .hasMessageContaining("no sign of life for 0.3 s");
    }
  }

  @Test
  void whoGivesSignsOfLifeIsWaitedFor() {
    Consumer<SocketChannel> slow =
        channel -> {
          try {
            for (int beat = 0; beat < 10; beat++) {
              Thread.sleep(SHORT.toMillis() / 3);
              channel.write(frame(0, 0));
            }
            channel.write(frame(Operation.PING.code(), 0));
          } catch (IOException | InterruptedException broken) {
            throw new IllegalStateException(broken);
          }
        };
    try (Peer peer = Peer.of(SHORT, slow)) {
      peer.connection().ask(Request.of(Operation.PING)).end();
      assertThat(peer.connection().asked()).isEqualTo(1);
    }
  }

  @Test
  void whoFailsIsQuotedAndCanBeAskedAgain() {
    ByteBuffer failure =
        frame(Operation.PING.code(), 2, "ValueError: no\nTraceback: line 7".getBytes(UTF_8));
    try (Peer peer = Peer.of(saying(failure, frame(Operation.PING.code(), 0)))) {
      assertThatThrownBy(() -> peer.connection().ask(Request.of(Operation.PING)))
          .isInstanceOf(BridgeException.class)
          .hasMessageContaining("the model's process failed: ValueError: no")
          .hasMessageContaining("Traceback: line 7");
      peer.connection().ask(Request.of(Operation.PING)).end();
    }
  }

  @Test
  void lengthsThatNoFrameHasAreNotBelieved() {
    for (int length : new int[] {0, 3, Connection.LARGEST_FRAME, Integer.MAX_VALUE, -1}) {
      ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
      try (Peer peer = Peer.of(saying(header.position(0)))) {
        assertThatThrownBy(() -> peer.connection().ask(Request.of(Operation.PING)))
            .isInstanceOf(BridgeException.class)
            .hasMessageContaining("length of an answer");
      }
    }
  }

  @Test
  void anAnswerToAnotherQuestionIsNonsense() {
    try (Peer peer = Peer.of(saying(frame(Operation.LOSS.code(), 0)))) {
      assertThatThrownBy(() -> peer.connection().ask(Request.of(Operation.PING)))
          .isInstanceOf(BridgeException.class)
          .hasMessageContaining("answer to PING");
    }
  }

  @Test
  void noAnswerOfRandomBytesDoesMoreThanRaiseTheOneError() {
    RandomStream draws = new Seed(9).stream("fuzz");
    Reply[] answers = new Reply[1];
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[draws.nextInt(64)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (draws.nextInt(3) == 0 ? draws.nextInt(4) : draws.nextLong());
      }
      answers[0] = new Reply(Operation.OUTPUTS, ByteBuffer.wrap(bytes));
      try {
        for (int i = 0; i < 4; i++) {
          read(answers[0], draws);
        }
        answers[0].end();
      } catch (BridgeException expected) {
        assertThat(expected).hasMessageContaining("answer to OUTPUTS");
      }
    }
  }

  private static void read(Reply reply, RandomStream draws) {
    switch (draws.nextInt(6)) {
      case 0 -> reply.small();
      case 1 -> reply.number(0, Integer.MAX_VALUE);
      case 2 -> reply.real();
      case 3 -> reply.text();
      case 4 -> reply.reals(draws.nextInt(1 << 30));
      default -> reply.numbers(draws.nextInt(1 << 30));
    }
  }

  @Test
  void mutatedConversationsEndWithTheOneError() {
    RandomStream draws = new Seed(11).stream("fuzz");
    byte[] healthy = "{\"framework\":\"x\",\"parameters\":[]}".getBytes(UTF_8);
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] body = new byte[4 + healthy.length];
      ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putInt(healthy.length).put(healthy);
      ByteBuffer answer = frame(Operation.OPEN.code(), 0, body);
      for (int change = draws.nextInt(4); change >= 0; change--) {
        answer.put(draws.nextInt(answer.limit()), (byte) draws.nextLong());
      }
      try (Peer peer = Peer.of(Duration.ofMillis(20), saying(answer))) {
        assertThatThrownBy(() -> BridgeProblem.open(peer.connection(), "model"))
            .isInstanceOf(BridgeException.class);
        refused++;
      }
    }
    assertThat(refused).isEqualTo(300);
  }

  @Test
  void requestsLargerThanAFrameAreRefusedHere() {
    assertThatThrownBy(() -> Request.of(Operation.LOSS).numbers(new int[2_000_000]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ask in parts");
  }
}
