package org.sweetspot.bridge.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * One side asks, the other answers, in the order of asking; one thread at a time.
 *
 * <p>A request is {@code u32 length, u16 operation, u16 flags, body}, its answer {@code u32 length,
 * u16 operation, u16 status, body}, little-endian, the length counting what follows it. Requests
 * with the flag one-way have no answer: what goes wrong there is told by the next answer. Whatever
 * the other side sends, no more than a frame is held, and what breaks the protocol ends the
 * connection with one {@link BridgeException}. While it works it sends a beat a second; silence
 * beyond {@link Limits#silence} ends the connection too.
 */
public final class Connection implements AutoCloseable {
  /** Bytes of the largest frame, its header included. */
  public static final int LARGEST_FRAME = 4 * 1024 * 1024;

  /** Bytes of bulk data that one frame may carry. */
  public static final int PIECE = LARGEST_FRAME - 1024;

  /** Version of the protocol. */
  public static final int VERSION = 1;

  private static final int ONE_WAY = 1;

  /** So many requests without answers may be under way. */
  private static final int UNANSWERED = 64;

  private static final int LARGE = 1 << 16;
  private static final int WRITTEN_AT_ONCE = 1 << 18;

  private final SocketChannel channel;
  private final Supplier<String> lastWords;
  private final SilenceGuard guard;
  private final ByteBuffer header = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
  private int unanswered;
  private long asked;

  /**
   * Wraps a connected channel, which it closes in the end.
   *
   * @param lastWords what the other side wrote before it died, for the error; possibly empty
   */
  public Connection(SocketChannel channel, Limits limits, Supplier<String> lastWords) {
    this.channel = channel;
    this.lastWords = lastWords;
    this.guard = new SilenceGuard(channel, limits.silence());
  }

  /** How many requests had to be waited for. */
  public synchronized long asked() {
    return asked;
  }

  /** Asks, and waits for the answer as long as the other side gives signs of life. */
  public Reply ask(Request request) {
    return ask(request, true);
  }

  /** Asks, and waits for the answer for as long as it takes, silent or not. */
  public Reply await(Request request) {
    return ask(request, false);
  }

  private synchronized Reply ask(Request request, boolean impatient) {
    asked++;
    ByteBuffer frame = request.frame(0);
    if (frame.remaining() > LARGE && unanswered > 0) {
      ping();
    }
    try {
      guard.begin(impatient);
      write(frame);
      Reply reply = answer(request.operation());
      unanswered = 0;
      return reply;
    } catch (IOException broken) {
      throw broken(broken);
    } finally {
      guard.end();
    }
  }

  /** Sends a request that has no answer. */
  public synchronized void tell(Request request) {
    ByteBuffer frame = request.frame(ONE_WAY);
    if (unanswered >= UNANSWERED || (frame.remaining() > LARGE && unanswered > 0)) {
      ping();
    }
    try {
      guard.begin(true);
      write(frame);
      unanswered++;
    } catch (IOException broken) {
      throw broken(broken);
    } finally {
      guard.end();
    }
  }

  private void ping() {
    ask(Request.of(Operation.PING)).end();
  }

  private void write(ByteBuffer frame) throws IOException {
    int end = frame.limit();
    while (frame.position() < end) {
      frame.limit(Math.min(end, frame.position() + WRITTEN_AT_ONCE));
      channel.write(frame);
      guard.alive();
    }
  }

  private Reply answer(Operation operation) throws IOException {
    while (true) {
      read(header.clear());
      header.flip();
      long length = header.getInt() & 0xffffffffL;
      int code = header.getShort() & 0xffff;
      int status = header.getShort() & 0xffff;
      if (length < 4 || length > LARGEST_FRAME - Integer.BYTES) {
        throw lost(BridgeException.nonsense("length of an answer", "4 to 4 MiB", length));
      }
      if (code == Operation.BEAT.code() && length == 4 && status == 0) {
        continue;
      }
      if (code != operation.code() || status > 3) {
        throw lost(
            BridgeException.nonsense(
                "answer to " + operation,
                "operation " + operation.code() + " and status 0 to 3",
                "operation " + code + " and status " + status));
      }
      ByteBuffer body = ByteBuffer.allocate((int) length - 4);
      read(body);
      body.flip();
      if (status != 0) {
        throw failed(status, StandardCharsets.UTF_8.decode(body).toString());
      }
      return new Reply(operation, body);
    }
  }

  private void read(ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new IOException("the end of the stream");
      }
      guard.alive();
    }
  }

  /** The other side could not do what it was asked, and can go on. */
  private static BridgeException failed(int status, String text) {
    if (status != 2) {
      return status == 1 ? BridgeException.mistake(text) : new BridgeException(text);
    }
    String[] parts = text.split("\n", 2);
    return new BridgeException(
        "the model's process failed: " + parts[0], parts.length > 1 ? parts[1] : "");
  }

  private BridgeException broken(IOException cause) {
    if (guard.tookTooLong()) {
      return lost(
          new BridgeException(
              "the model's process has given no sign of life for "
                  + guard.limit().toMillis() / 1000.0
                  + " s and was given up; it hangs, or is stopped",
              lastWords.get()));
    }
    if (cause instanceof AsynchronousCloseException || cause instanceof ClosedChannelException) {
      return new BridgeException("the model's process is gone since an earlier error");
    }
    return lost(
        new BridgeException(
            "the model's process ended while it was asked (" + cause.getMessage() + ")",
            lastWords.get()));
  }

  private BridgeException lost(BridgeException error) {
    close();
    return error;
  }

  /** Ends the connection; the other side ends when it notices. */
  @Override
  public void close() {
    guard.close();
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      // Nothing more can be done about a socket that does not close.
    }
  }
}
