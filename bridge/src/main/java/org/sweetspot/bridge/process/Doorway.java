package org.sweetspot.bridge.process;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sweetspot.bridge.wire.BridgeException;

/** A socket in a folder that only its owner can enter, waiting for the one who knows its token. */
final class Doorway implements AutoCloseable {
  /** Where a started process finds the socket. */
  static final String ADDRESS = "SWEETSPOT_BRIDGE_ADDRESS";

  /** What it must say there. */
  static final String TOKEN = "SWEETSPOT_BRIDGE_TOKEN";

  /** The protocol's name, which a greeting begins with. */
  static final int MAGIC = 0x53575431;

  /** Longest path that every system's Unix sockets take. */
  private static final int LONGEST_PATH = 100;

  private static final int TOKEN_BYTES = 16;
  private static final long LOOK_MILLIS = 5;

  private final Path folder;
  private final Path socket;
  private final String token;
  private final ServerSocketChannel server;

  private Doorway(Path folder, String token, ServerSocketChannel server) {
    this.folder = folder;
    this.socket = folder.resolve("s");
    this.token = token;
    this.server = server;
  }

  static Doorway open() throws IOException {
    Path folder = Files.createTempDirectory("sweetspot-");
    if (folder.resolve("s").toString().length() > LONGEST_PATH) {
      Files.delete(folder);
      folder = Files.createTempDirectory(Path.of("/tmp"), "sweetspot-");
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Doorway doorway = new Doorway(folder, HexFormat.of().formatHex(bytes), server);
    server.bind(UnixDomainSocketAddress.of(doorway.socket));
    server.configureBlocking(false);
    return doorway;
  }

  /** What a process needs in its environment to find the way. */
  Map<String, String> directions() {
    return Map.of(ADDRESS, socket.toString(), TOKEN, token);
  }

  /**
   * The first who comes and knows the token; empty if nobody did within the time.
   *
   * @param hope whether there is still somebody who may come
   */
  Optional<SocketChannel> visitor(Duration within, BooleanSupplier hope) throws IOException {
    long end = System.nanoTime() + within.toNanos();
    while (System.nanoTime() < end) {
      boolean alive = hope.getAsBoolean();
      SocketChannel channel = server.accept();
      if (channel != null) {
        channel.configureBlocking(true);
        if (knows(channel)) {
          return Optional.of(channel);
        }
        channel.close();
      } else if (!alive) {
        return Optional.empty();
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private boolean knows(SocketChannel channel) throws IOException {
    ByteBuffer expected = greeting(token);
    ByteBuffer said = ByteBuffer.allocate(expected.remaining());
    while (said.hasRemaining() && channel.read(said) >= 0) {
      // Reads on until all is there or the end.
    }
    return said.flip().equals(expected);
  }

  private static ByteBuffer greeting(String token) {
    byte[] secret = token.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Integer.BYTES + secret.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .put(secret)
        .flip();
  }

  /** Goes to the socket that whoever started this process waits at. */
  static SocketChannel visit(Map<String, String> environment) throws IOException {
    String address = environment.getOrDefault(ADDRESS, "");
    String token = environment.getOrDefault(TOKEN, "");
    if (address.isEmpty() || token.isEmpty()) {
      throw new BridgeException(
          "bridge: expected to be started by another process, got no "
              + ADDRESS
              + " and "
              + TOKEN
              + "; this verb is what sweetspot.measure in Python starts");
    }
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(address));
    ByteBuffer greeting = greeting(token);
    while (greeting.hasRemaining()) {
      channel.write(greeting);
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    Files.deleteIfExists(folder);
  }
}
