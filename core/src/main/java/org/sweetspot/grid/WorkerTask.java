package org.sweetspot.grid;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the worker of one run is started, on this machine or another one.
 *
 * @param run its name
 * @param command the program and its arguments; the owner's name is added as the last
 * @param environment variables to set
 * @param log the file that takes what it says
 */
public record WorkerTask(
    String run, List<String> command, Map<String, String> environment, String log)
    implements Serializable {
  /** The exit code of a worker whose run somebody else holds. */
  public static final int HELD = 75;

  /** Exit codes above it are those of signals. */
  public static final int SIGNALLED = 128;

  /** Copies the collections. */
  public WorkerTask {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** Starts the worker. */
  public Process start(String owner) throws IOException {
    Path file = Path.of(log);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    List<String> whole = new ArrayList<>(command);
    whole.add(owner);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(file.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
