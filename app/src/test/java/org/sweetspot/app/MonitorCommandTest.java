package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.monitor.Figure;
import org.sweetspot.monitor.MonitorCatalogue;
import org.sweetspot.monitor.MonitorSample;
import org.sweetspot.monitor.Timeline;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("heavy")
class MonitorCommandTest {
  /** What a plain training has none of: rounded operands, codes of weights, masks. */
  private static final Set<String> ARITHMETIC = Set.of("rounding", "code-flips", "mask-overlap");

  private static final String RECIPE =
      """
      name: watched
      seed: 5
      engine: {threads: 1}
      data:
        source: digits
        split: {train: 400, validation: 50, test: 50}
        augmentation: {crop: 1}
      model: {kind: mlp, hidden: [24], normalization: batch}
      training:
        batch: 16
        optimizer: %s
        budget: 40 epochs
        evaluation: 5 epochs
      """;

  @TempDir Path folder;

  private Program train(String optimizer, String name, String... more) throws IOException {
    Path recipe = Files.writeString(folder.resolve("watched.yaml"), RECIPE.formatted(optimizer));
    String[] first = {"train", recipe.toString(), "--out", folder.resolve(name).toString()};
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    // Ten milliseconds pass in each update and a tenth of one at each look at the clock, however
    // busy the machine is.
    AtomicLong now = new AtomicLong();
    Observer work =
        new Observer() {
          @Override
          public void stepped(Problem problem, StepReport report) {
            now.addAndGet(10_000_000);
          }
        };
    return Program.run(new Surroundings(() -> now.addAndGet(100_000), List.of(work)), all);
  }

  @Test
  void monitorsOfEveryKindLeaveTheBitsAlone() throws IOException {
    for (String optimizer :
        List.of("{kind: sgd, rate: 0.05, momentum: 0.9}", "{kind: adamw, rate: 0.003}")) {
      String kind = optimizer.substring(7, 10);
      assertThat(train(optimizer, kind + "-plain").code()).isZero();
      Path json = folder.resolve("result.json");
      Program watched =
          train(
              optimizer,
              kind + "-watched",
              "--monitor",
              "all",
              "--overhead",
              "100%",
              "--json",
              json.toString());
      assertThat(watched.code()).as(watched.err()).isZero();
      assertThat(watched.out()).contains("measured overhead").contains("asked for at most 100 %");
      RunFolder plain = new RunFolder(folder.resolve(kind + "-plain"));
      RunFolder run = new RunFolder(folder.resolve(kind + "-watched"));
      assertThat(run.weightsFile()).hasSameBinaryContentAs(plain.weightsFile());
      assertThat(run.metricsFile()).hasSameBinaryContentAs(plain.metricsFile());

      JsonNode result = JsonMapper.shared().readTree(Files.readString(json));
      assertThat(result.path("schema").asInt()).isEqualTo(1);
      JsonNode monitors = result.path("monitors");
      // A thousand updates of ten milliseconds, and the looks at the clock about each.
      double training = monitors.path("trainingSeconds").asDouble();
      double monitoring = monitors.path("monitoringSeconds").asDouble();
      assertThat(training).isBetween(10.0, 10.2);
      assertThat(monitors.path("overhead").asDouble())
          .isCloseTo(monitoring / training, within(1e-12))
          .isLessThan(1);
      double parts = 0;
      for (JsonNode one : monitors.path("monitors").values()) {
        boolean applies = !ARITHMETIC.contains(one.path("id").asString());
        assertThat(one.path("readings").asInt() > 0).as(one.toString()).isEqualTo(applies);
        parts += one.path("seconds").asDouble();
      }
      // Measuring takes two looks at the clock each; the rest is planning.
      assertThat(parts).isBetween(0.3 * monitoring, monitoring);
      assertThat(Timeline.of(run).stream().map(Timeline::monitor))
          .containsAll(
              MonitorCatalogue.ids().stream().filter(id -> !ARITHMETIC.contains(id)).toList());
      Timeline edge =
          Timeline.of(run).stream()
              .filter(line -> line.figure().equals("edge-ratio"))
              .findFirst()
              .orElseThrow();
      assertThat(edge.points()).allSatisfy(point -> assertThat(point.value()).isBetween(0.0, 20.0));
    }
  }

  @Test
  void mistakesAreAnsweredBeforeAnyWork() throws IOException {
    Program wrong = train("{kind: sgd, rate: 0.05}", "run", "--monitor", "sharpnes");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--monitor").contains("did you mean sharpness?");
    for (String share : List.of("0", "150%", "much", "-5%")) {
      Program program =
          train("{kind: sgd, rate: 0.05}", "run", "--monitor", "all", "--overhead=" + share);
      assertThat(program.code()).as(share).isEqualTo(2);
      assertThat(program.err()).contains("--overhead").contains("5%");
    }
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private String live(boolean terminal, double... seconds) {
    StringWriter text = new StringWriter();
    double[] now = {0};
    LiveView view =
        new LiveView(new PrintWriter(text), terminal, 100, () -> Math.round(1e9 * now[0]));
    view.evaluated(new Evaluation(0, 0, Map.of(Split.VALIDATION, new Evaluation.Score(0.5, 0.9))));
    view.read(
        "sharpness",
        1,
        MonitorSample.of(
            Map.of(
                "lambda-max", Figure.estimate(39, 1),
                "edge-ratio", Figure.estimate(0.975, 0.02))));
    for (int i = 0; i < seconds.length; i++) {
      now[0] = seconds[i];
      view.stepped(new StepReport(i + 1, 1, 0.1, 2.0 / (i + 1), 1, (i + 1.0) / seconds.length));
    }
    view.ended();
    return text.toString();
  }

  @Test
  void onATerminalTheSameLinesAreDrawnAgain() {
    String text = live(true, 0.1, 0.2, 1, 2);
    assertThat(text)
        .contains("lambda max")
        .contains("39.0 +- 1.00 of 40.0: at the edge")
        .contains("90.0 % of the validation split")
        .contains("\u001b[4A")
        .endsWith("\n");
    // Drawn at 0.1, 1, 2 and at the end; not at 0.2.
    assertThat(text.split("Training:", -1)).hasSize(5);
  }

  @Test
  void elsewhereALineIsWrittenNowAndThen() {
    String text = live(false, 1, 2.5, 3, 5, 13);
    assertThat(text).doesNotContain("\u001b");
    assertThat(text.lines()).hasSize(2);
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).contains("at the edge"));
  }
}
