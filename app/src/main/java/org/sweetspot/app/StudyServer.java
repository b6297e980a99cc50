package org.sweetspot.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a study is, over HTTP, to browsers on this machine alone: the report over the runs
 * that are done ({@code /}), which loads itself again, and the counts ({@code /progress.json}).
 * Nothing can be changed through it. A request that names another host, as a page of another site
 * makes that had its name point here, is refused.
 */
final class StudyServer implements AutoCloseable {
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String REFRESH_SECONDS = "10";

  private final HttpServer server;

  /** What is shown. */
  interface Text {
    /** As it is now. */
    String now() throws IOException;
  }

  /**
   * Starts.
   *
   * @param port to listen on; 0 for any that is free
   * @param page the report, in HTML
   * @param progress the counts, in JSON
   */
  StudyServer(int port, Text page, Text progress) throws IOException {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException refused) {
      throw new UserException(
          "--serve " + port,
          "a port of this machine that is free",
          String.valueOf(refused.getMessage()),
          "give another one, or 0 for any");
    }
    server.createContext(
        "/",
        exchange -> {
          boolean root = exchange.getRequestURI().getPath().equals("/");
          answer(exchange, root ? page : null, "text/html; charset=utf-8");
        });
    server.createContext(
        "/progress.json", exchange -> answer(exchange, progress, "application/json"));
    server.start();
  }

  /** Where to look. */
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static void answer(HttpExchange exchange, @Nullable Text text, String type)
      throws IOException {
    try (exchange) {
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      int code = 200;
      String body = "";
      if (!HOSTS.contains(host.replaceFirst(":[0-9]+$", ""))) {
        code = 403;
      } else if (!exchange.getRequestMethod().equals("GET")) {
        code = 405;
      } else if (text == null) {
        code = 404;
      } else {
        try {
          body = text.now();
        } catch (IOException | RuntimeException failure) {
          code = 500;
          body = String.valueOf(failure.getMessage());
        }
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", code == 200 ? type : "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Refresh", REFRESH_SECONDS);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
