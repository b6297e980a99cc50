package org.sweetspot.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command that runs in a group of its own. Beside it waits a reader of this process's pipe: when
 * the pipe closes, on purpose or because this process was killed, the whole group is killed.
 */
final class CommandProcess implements AutoCloseable {
  private static final String WATCHED =
      """
      set -m
      bash -c "$1" </dev/null & trained=$!
      exec 2>/dev/null
      { cat >/dev/null; kill -KILL -- -$trained; } <&0 & watch=$!
      wait $trained
      code=$?
      kill -KILL -- -$watch -$trained
      exit $code
      """;

  private final Process process;

  private CommandProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a command.
   *
   * @param command as a shell takes it
   * @param log receives what it writes
   * @param environment added to this process's own
   */
  static CommandProcess start(
      String command, Path folder, Path log, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("bash", "-c", WATCHED, "sweetspot", command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new CommandProcess(builder.start());
  }

  /** Waits so long; answers whether the command has ended. */
  boolean ended(long millis) throws InterruptedException {
    return process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** The exit code of the command that has ended. */
  int code() {
    return process.exitValue();
  }

  /** Kills the command, if it still runs, with all that it started. */
  @Override
  public void close() {
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.flush();
    } catch (IOException gone) {
      // It has ended, and nobody reads the pipe any more.
    }
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
