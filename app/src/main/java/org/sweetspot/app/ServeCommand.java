package org.sweetspot.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sweetspot.bridge.process.ModelProcess;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Limits;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sweetspot serve}: what {@code import sweetspot} in Python starts. Asks Python which verb
 * it wants, runs that verb beside Python's own model, and tells what it printed; until Python ends.
 */
@Command(
    name = "serve",
    hidden = true,
    description = "Started by the Python package: runs what Python asks for, until Python ends.")
final class ServeCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_TEXT = 1 << 20;

  @Override
  public Integer call() {
    try (ModelProcess parent = ModelProcess.ofParent(System.getenv(), Limits.USUAL)) {
      Connection line = parent.connection();
      while (true) {
        List<String> arguments = next(line);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code;
        try (PrintWriter prints = new PrintWriter(new PlainWriter(out));
            PrintWriter errors = new PrintWriter(new PlainWriter(err))) {
          code =
              Main.run(
                  Surroundings.servedBy(line), prints, errors, arguments.toArray(String[]::new));
        }
        String result =
            JSON.writeValueAsString(
                Map.of("code", code, "out", shortened(out), "err", shortened(err)));
        line.ask(Request.of(Operation.RESULT).text(result)).end();
      }
    } catch (BridgeException ended) {
      // Python has ended, or its line has; there is nobody left to tell.
      return 0;
    }
  }

  private static List<String> next(Connection line) {
    Reply reply = line.await(Request.of(Operation.NEXT));
    JsonNode wanted = JSON.readTree(reply.text());
    reply.end();
    List<String> arguments = new ArrayList<>();
    wanted.path("arguments").forEach(argument -> arguments.add(argument.asString("")));
    return arguments;
  }

  private static String shortened(StringWriter text) {
    String all = text.toString();
    return all.length() > MOST_TEXT ? all.substring(0, MOST_TEXT) : all;
  }
}
