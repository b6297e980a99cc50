package org.sweetspot.bridge.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Limits;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;

/**
 * A process that answers for a model, and the line to it. Its standard input is a pipe that nothing
 * is written to and that ends with this process. Closing it ends the process: it is asked to, and
 * killed where it does not follow within a second.
 */
public final class ModelProcess implements AutoCloseable {
  private static final int WORDS_KEPT = 60;
  private static final long PATIENCE_MILLIS = 1000;

  private final Optional<Process> process;
  private final Connection connection;

  private ModelProcess(Optional<Process> process, Connection connection) {
    this.process = process;
    this.connection = connection;
  }

  /**
   * Starts a process, and waits until it has connected.
   *
   * @param command with its arguments
   * @param environment added to this process's own
   * @param prints receives each line that it prints
   */
  public static ModelProcess start(
      List<String> command,
      Map<String, String> environment,
      Limits limits,
      Consumer<String> prints) {
    try (Doorway doorway = Doorway.open()) {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      builder.environment().putAll(doorway.directions());
      Process process = builder.start();
      Words words = new Words(process, prints);
      Optional<SocketChannel> visitor = doorway.visitor(limits.start(), process::isAlive);
      if (visitor.isEmpty()) {
        boolean ended = !process.isAlive();
        end(process, 0);
        throw new BridgeException(
            "the model's process: expected it to connect within "
                + limits.start().toMillis() / 1000.0
                + " s, got "
                + (ended ? "its end with exit code " + process.exitValue() : "nothing")
                + "; it was started by: "
                + String.join(" ", command),
            words.last());
      }
      Connection connection = new Connection(visitor.get(), limits, words::last);
      return new ModelProcess(Optional.of(process), connection).greeted();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Connects to the process that has started this one. */
  public static ModelProcess ofParent(Map<String, String> environment, Limits limits) {
    try {
      SocketChannel channel = Doorway.visit(environment);
      return new ModelProcess(Optional.empty(), new Connection(channel, limits, () -> ""))
          .greeted();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private ModelProcess greeted() {
    try {
      Reply reply =
          connection.ask(
              Request.of(Operation.HELLO).number(Doorway.MAGIC).number(Connection.VERSION));
      reply.text();
      reply.end();
      return this;
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  /** The line to it. */
  public Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    connection.close();
    process.ifPresent(started -> end(started, PATIENCE_MILLIS));
  }

  private static void end(Process process, long patience) {
    try {
      if (!process.waitFor(patience, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      process.getOutputStream().close();
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException closed) {
      // It is closed, which is all that was wanted.
    }
  }

  /** What a process prints: handed on line by line, the last lines kept. */
  private static final class Words {
    private final Deque<String> kept = new ArrayDeque<>();
    private final Thread reader;

    Words(Process process, Consumer<String> prints) {
      reader = new Thread(() -> read(process, prints), "sweetspot-model-prints");
      reader.setDaemon(true);
      reader.start();
    }

    private void read(Process process, Consumer<String> prints) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          synchronized (kept) {
            kept.addLast(line);
            if (kept.size() > WORDS_KEPT) {
              kept.removeFirst();
            }
          }
          prints.accept(line);
        }
      } catch (IOException closed) {
        // The process has ended; what it said is kept.
      }
    }

    /** The last lines, once the process had time to end. */
    String last() {
      try {
        reader.join(PATIENCE_MILLIS / 2);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      synchronized (kept) {
        return String.join(System.lineSeparator(), kept);
      }
    }
  }
}
