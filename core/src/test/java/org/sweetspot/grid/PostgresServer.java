package org.sweetspot.grid;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server for tests, from the binaries on the class path, in a folder of its own. The
 * server refuses to run as root: there it runs in a user namespace.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String BINARIES = "/postgres-linux-x86_64.txz";
  private static final int TRIES = 300;

  private final List<String> prefix = new ArrayList<>();
  private @Nullable Path folder;
  private @Nullable Process server;
  private int port;

  /** Its address, with user. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=sweetspot";
  }

  /**
   * Starts it.
   *
   * @return why that cannot be done here; empty where it runs
   */
  public String start() throws IOException, InterruptedException {
    Path made = Files.createTempDirectory("postgres");
    folder = made;
    try (InputStream packed = PostgresServer.class.getResourceAsStream(BINARIES)) {
      if (packed == null) {
        return "its binaries are not on the class path";
      }
      Files.copy(packed, made.resolve("postgres.txz"));
    }
    String refusal = said("tar", "xJf", made.resolve("postgres.txz") + "", "-C", made + "");
    if (!refusal.isEmpty()) {
      return refusal;
    }
    if ("root".equals(System.getProperty("user.name"))) {
      prefix.addAll(List.of("unshare", "-U"));
    }
    Path data = made.resolve("data");
    refusal =
        said(inside("initdb", "-D", data + "", "-A", "trust", "-U", "sweetspot", "--no-sync"));
    if (!refusal.isEmpty()) {
      return refusal;
    }
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process started =
        new ProcessBuilder(
                inside(
                    "postgres",
                    "-D",
                    data + "",
                    "-p",
                    port + "",
                    "-k",
                    made + "",
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "fsync=off"))
            .redirectErrorStream(true)
            .redirectOutput(made.resolve("server.log").toFile())
            .start();
    server = started;
    for (int attempt = 0; attempt < TRIES && started.isAlive(); attempt++) {
      try (Connection connection = DriverManager.getConnection(url())) {
        return connection.isValid(1) ? "" : "a connection that is not valid";
      } catch (SQLException early) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    return Files.readString(made.resolve("server.log"));
  }

  private String[] inside(String program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(String.valueOf(folder) + "/bin/" + program);
    command.addAll(Arrays.asList(arguments));
    return command.toArray(String[]::new);
  }

  /** Runs a program; what it said where it failed. */
  private static String said(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : String.join(" ", command) + ": " + said;
    } catch (IOException absent) {
      return String.valueOf(absent.getMessage());
    }
  }

  /** Ends it and removes its folder. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (server != null) {
      server.destroy();
      server.waitFor();
    }
    if (folder != null) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
