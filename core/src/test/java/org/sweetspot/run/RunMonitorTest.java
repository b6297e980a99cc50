package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.monitor.MonitorCatalogue;
import org.sweetspot.monitor.MonitorView;
import org.sweetspot.monitor.Monitoring;
import org.sweetspot.monitor.Timeline;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Clouds;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;

/** What monitors leave in a run's folder, also after an interruption. */
class RunMonitorTest {
  private static final int STEPS = 600;

  @TempDir Path folder;

  /** Monitored, and asked to stop after a step; a step of 0 lets it finish. */
  private Ending carryOut(Path path, long stop) {
    Recipe recipe = CloudRuns.recipe(STEPS, "kind: every, count: 100, checkpoint: 20 steps");
    // Ten milliseconds pass in each update, ten microseconds at each look at the clock.
    AtomicLong now = new AtomicLong();
    try (Problem problem = Clouds.problem(30);
        Monitoring monitoring =
            new Monitoring(
                MonitorCatalogue.all(),
                1,
                recipe,
                new Seed(recipe.seed()),
                MonitorView.NONE,
                () -> now.addAndGet(10_000))) {
      Run run = CloudRuns.run(path, recipe);
      Observer stopping =
          new Observer() {
            @Override
            public void stepped(Problem same, StepReport report) {
              now.addAndGet(10_000_000);
              if (report.step() == stop) {
                run.interrupt();
              }
            }
          };
      return run.carryOut(problem, List.of(monitoring, stopping));
    }
  }

  private static List<Timeline.Point> points(Path path, String monitor, String figure) {
    Optional<Timeline> found =
        Timeline.of(new RunFolder(path)).stream()
            .filter(line -> line.monitor().equals(monitor) && line.figure().equals(figure))
            .findFirst();
    assertThat(found).as(monitor + " " + figure).isPresent();
    assertThat(found.orElseThrow().conventions()).isNotBlank();
    return found.orElseThrow().points();
  }

  @Test
  void monitorsChangeNothingButTheJournalAndTheEvents() throws IOException {
    Path monitored = folder.resolve("monitored");
    Path plain = folder.resolve("plain");
    carryOut(monitored, 0);
    Recipe recipe = CloudRuns.recipe(STEPS, "kind: every, count: 100, checkpoint: 20 steps");
    try (Problem problem = Clouds.problem(30)) {
      CloudRuns.run(plain, recipe).carryOut(problem, List.of());
    }
    RunFolder one = new RunFolder(monitored);
    RunFolder other = new RunFolder(plain);
    assertThat(one.metricsFile()).hasSameBinaryContentAs(other.metricsFile());
    assertThat(one.weightsFile()).hasSameBinaryContentAs(other.weightsFile());
    assertThat(one.resultFile()).hasSameBinaryContentAs(other.resultFile());
    assertThat(one.snapshots()).isEqualTo(other.snapshots());
    assertThat(other.journalFile()).doesNotExist();
    assertThat(Timeline.of(other)).isEmpty();

    for (Timeline.Point point : points(monitored, "distance", "absolute")) {
      if (point.step() % 100 == 0) {
        try (Problem start = Clouds.problem(30);
            Problem then = Clouds.problem(30)) {
          one.snapshot(0, start);
          one.snapshot(point.step(), then);
          double distance = then.parameters().add(-1, start.parameters()).norm();
          assertThat(point.value()).isEqualTo(distance);
        }
      }
    }
    assertThat(points(monitored, "step-length", "length")).isNotEmpty();
    String events =
        Files.readString(one.eventsFile(), java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(events).contains("weight-norm/all").contains("step-length/length");
    assertThat(Files.readString(one.journalFile())).contains("\"kind\":\"overhead\"");
  }

  @Test
  void aRunThatWasStoppedGoesOnInTheSameBitsWithOneJournal() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    assertThat(carryOut(whole, 0)).isEqualTo(Ending.COMPLETED);
    assertThat(carryOut(parts, 250)).isEqualTo(Ending.INTERRUPTED);
    RunFolder run = new RunFolder(parts);
    // What a killed process may leave: readings after the checkpoint, and half a line.
    Files.writeString(
        run.journalFile(),
        "{\"step\":260,\"kind\":\"monitor\",\"monitor\":\"weight-norm\",\"figures\":{\"all\":"
            + "{\"value\":-1,\"error\":0,\"status\":\"exact\"}}}\n{\"step\":2",
        StandardOpenOption.APPEND);
    assertThat(carryOut(parts, 0)).isEqualTo(Ending.COMPLETED);
    assertThat(run.weightsFile()).hasSameBinaryContentAs(new RunFolder(whole).weightsFile());
    assertThat(run.metricsFile()).hasSameBinaryContentAs(new RunFolder(whole).metricsFile());
    List<Timeline.Point> points = points(parts, "weight-norm", "all");
    assertThat(points).allSatisfy(point -> assertThat(point.value()).isPositive());
    assertThat(points.stream().map(Timeline.Point::step)).isSorted().doesNotHaveDuplicates();
    assertThat(points.get(0).step()).isLessThan(250);
    assertThat(points.get(points.size() - 1).step()).isGreaterThan(260);
    // The distance is still that from the first weights, not from where the second process began.
    assertThat(points(parts, "distance", "absolute").get(0).step()).isLessThan(250);
  }

  @Test
  void aRunThatGoesOnWithoutMonitorsDropsWhatWasAfterTheCheckpoint() throws IOException {
    Path parts = folder.resolve("parts");
    carryOut(parts, 250);
    RunFolder run = new RunFolder(parts);
    String kept = Files.readString(run.journalFile());
    Files.writeString(run.journalFile(), "{\"step\":999}\n", StandardOpenOption.APPEND);
    Recipe recipe = CloudRuns.recipe(STEPS, "kind: every, count: 100, checkpoint: 20 steps");
    try (Problem problem = Clouds.problem(30)) {
      CloudRuns.run(parts, recipe).carryOut(problem, List.of());
    }
    assertThat(Files.readString(run.journalFile())).isEqualTo(kept);
  }
}
