package org.sweetspot.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Limits;

/** The other side of a bridge in this process: a thread that gets the other end of a socket. */
public final class Peer implements AutoCloseable {
  private final Connection connection;
  private final SocketChannel otherEnd;
  private final Thread thread;

  private Peer(Connection connection, SocketChannel otherEnd, Thread thread) {
    this.connection = connection;
    this.otherEnd = otherEnd;
    this.thread = thread;
  }

  /** What answers, given its end of the socket. */
  public static Peer of(Consumer<SocketChannel> answers) {
    return of(Limits.USUAL.silence(), answers);
  }

  /** The same where patience matters. */
  public static Peer of(Duration silence, Consumer<SocketChannel> answers) {
    try {
      Path folder = Files.createTempDirectory("peer");
      UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(address);
        SocketChannel ours = SocketChannel.open(address);
        SocketChannel theirs = server.accept();
        Files.delete(folder.resolve("socket"));
        Files.delete(folder);
        Thread thread = new Thread(() -> answers.accept(theirs), "peer");
        thread.setDaemon(true);
        thread.start();
        Limits limits = new Limits(silence, Limits.USUAL.start());
        return new Peer(new Connection(ours, limits, () -> "last words"), theirs, thread);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The asking end. */
  public Connection connection() {
    return connection;
  }

  /** Waits until the answering thread has ended. */
  public boolean ended() throws InterruptedException {
    thread.join(5000);
    return !thread.isAlive();
  }

  @Override
  public void close() {
    connection.close();
    try {
      otherEnd.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
