package org.sweetspot.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sweetspot.bridge.BridgeProblem;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Operation;
import org.sweetspot.bridge.wire.Reply;
import org.sweetspot.bridge.wire.Request;
import org.sweetspot.monitor.MonitorReport;
import org.sweetspot.monitor.MonitorSample;
import org.sweetspot.monitor.MonitorView;
import org.sweetspot.monitor.Monitoring;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.StepReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code sweetspot monitors}: monitors beside a training in Python, which tells of its updates and
 * answers for its model in between. Each update that Python tells of is answered with what was read
 * after it.
 */
@Command(
    name = "monitors",
    hidden = true,
    description = "Started by the Python package: monitors beside a training in Python.")
final class MonitorsCommand implements Callable<Integer> {
  private static final JsonMapper JSON = new JsonMapper();

  @Mixin private MonitorOptions monitors;
  @Mixin private OutputOptions output;

  @Option(names = "--optimizer", paramLabel = "KIND", description = "sgd or adam.")
  private String optimizer = "adam";

  @Option(names = "--momentum", paramLabel = "M", description = "Of sgd.")
  private double momentum;

  @Option(names = "--batch", paramLabel = "B", description = "Examples in an update.")
  private int batch = 1;

  @Option(names = "--seed", paramLabel = "N", description = "Of all draws.")
  private long seed = 1;

  private final PythonModels python;

  MonitorsCommand() {
    this(PythonModels.started());
  }

  MonitorsCommand(PythonModels python) {
    this.python = python;
  }

  @Override
  public Integer call() {
    monitors.check();
    Connection line =
        python
            .line()
            .orElseThrow(
                () ->
                    new UserException(
                        "monitors",
                        "a training in Python that has started this program",
                        "none",
                        "call Recorder.monitor in Python"));
    Readings readings = new Readings();
    try (BridgeProblem problem = BridgeProblem.open(line, "");
        Monitoring monitoring =
            monitors.monitoring(recipe(problem.size(Split.TRAIN)), readings).orElseThrow()) {
      boolean first = true;
      for (JsonNode update = next(line); update.has("step"); update = next(line)) {
        StepReport report = report(update);
        if (first) {
          monitoring.started(problem, report.step(), 0);
          first = false;
        }
        monitoring.stepped(problem, report);
        tell(line, Map.of("readings", readings.taken()));
      }
      for (MonitorReport.Line one : monitoring.report().monitors()) {
        output
            .out()
            .printf(
                Locale.ROOT,
                "%s: %d readings in %.3f s%s%n",
                one.id(),
                one.readings(),
                one.seconds(),
                one.note().isEmpty() ? "" : ", " + one.note());
      }
    }
    return 0;
  }

  private static StepReport report(JsonNode update) {
    return new StepReport(
        update.path("step").asLong(0),
        update.path("epoch").asDouble(0),
        update.path("rate").asDouble(Double.NaN),
        update.path("loss").asDouble(Double.NaN),
        Double.NaN,
        update.path("progress").asDouble(0));
  }

  /** What monitors want to know of a training: its optimizer and its batch. */
  private Recipe recipe(int examples) {
    String rule =
        optimizer.equals("sgd")
            ? "{kind: sgd, rate: 1, momentum: " + momentum + "}"
            : "{kind: adam, rate: 1}";
    return InputChecks.of(
        () ->
            RecipeReader.parse(
                "a recorded training",
                String.join(
                    "\n",
                    "name: recorded",
                    "seed: " + seed,
                    "data: {source: {kind: elsewhere, classes: 2},",
                    "       split: {train: " + examples + ", validation: 1, test: 1}}",
                    "model: elsewhere",
                    "training:",
                    "  kind: command",
                    "  run: recorded --seed {seed}",
                    "  batch: " + Math.min(batch, examples),
                    "  optimizer: " + rule,
                    "  budget: 1 epochs",
                    "")));
  }

  private static JsonNode next(Connection line) {
    Reply reply = line.await(Request.of(Operation.NEXT));
    JsonNode update = JSON.readTree(reply.text());
    reply.end();
    return update;
  }

  private static void tell(Connection line, Map<String, Object> what) {
    line.ask(Request.of(Operation.RESULT).text(JSON.writeValueAsString(what))).end();
  }

  /** Keeps what was read since it was last asked. */
  private static final class Readings implements MonitorView {
    private final List<Map<String, Object>> kept = new ArrayList<>();

    @Override
    public void read(String monitor, long step, MonitorSample reading) {
      Map<String, Object> figures = new LinkedHashMap<>();
      reading
          .figures()
          .forEach(
              (name, figure) ->
                  figures.put(
                      name,
                      Map.of(
                          "value", figure.value(),
                          "error", figure.error(),
                          "status", figure.status().name().toLowerCase(Locale.ROOT))));
      kept.add(Map.of("monitor", monitor, "step", step, "figures", figures));
    }

    List<Map<String, Object>> taken() {
      List<Map<String, Object>> all = List.copyOf(kept);
      kept.clear();
      return all;
    }
  }
}
