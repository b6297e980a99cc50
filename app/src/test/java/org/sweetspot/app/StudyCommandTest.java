package org.sweetspot.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code study} and {@code select} do with small grids. */
@Tag("heavy")
class StudyCommandTest {
  @TempDir private Path folder;

  private Path grid(String measures) throws IOException {
    Files.writeString(
        folder.resolve("base.yaml"),
        """
        name: base
        seed: 1
        data: {source: digits, split: {train: 100, validation: 100, test: 200}}
        model: {kind: mlp, hidden: [8]}
        engine: {threads: 1}
        training: {batch: 20, optimizer: {kind: sgd, rate: 0.1}, budget: 2 epochs}
        snapshots: {kind: tail, count: 20}
        """);
    return Files.writeString(
        folder.resolve("grid.yaml"),
        "recipe: base.yaml\n"
            + "axes:\n"
            + "  training.batch: [10, 50]\n"
            + "  training.optimizer.rate: [0.03, 0.3]\n"
            + "seeds: [1]\n"
            + "measures: "
            + measures
            + "\n");
  }

  private Program study(Path grid, String out) {
    return Program.run(
        "study",
        grid.toString(),
        "--jobs",
        "2",
        "--out",
        folder.resolve(out).toString(),
        "--json",
        folder.resolve(out + ".json").toString());
  }

  private Map<String, String> numbers(String out) throws IOException {
    Map<String, String> numbers = new TreeMap<>();
    try (Stream<Path> runs = Files.list(folder.resolve(out).resolve("runs"))) {
      for (Path run : runs.toList()) {
        numbers.put(run.getFileName() + "", Files.readString(run.resolve("study.json")));
      }
    }
    return numbers;
  }

  @Test
  void aGridIsTrainedReportedAndGoneOnWith() throws Exception {
    Path grid = grid("[weight-norms, margins, over-confidence, lifetime-sums]");
    Program first = study(grid, "one");
    assertThat(first.err() + first.out()).contains("Study grid: 4 runs on 2 axes");
    assertThat(first.code()).isZero();
    JsonNode json = JsonMapper.shared().readTree(folder.resolve("one.json"));
    assertThat(json.path("grid").path("runs").asInt()).isEqualTo(4);
    assertThat(json.path("grid").path("missing").asInt()).isZero();
    assertThat(json.path("baselines").toString())
        .contains("weight-norms/all", "rate-over-batch", "train-loss", "confidence", "noise");
    assertThat(json.path("verdict").isEmpty()).isFalse();
    assertThat(Files.readString(folder.resolve("one/report.html")))
        .contains(
            "Each measure against the gap",
            "scatter0",
            "multiples1",
            "Bounds beside the truth",
            "Persistence of the trajectories");
    assertThat(Files.readString(folder.resolve("one/runs/run-1-1-seed1/study.json")))
        .contains("\"lifetimes\"");
    assertThat(json.path("bounds")).hasSize(4);
    assertThat(json.path("bounds").path(0).path("kind").asString()).isEqualTo("certified");
    assertThat(json.path("bounds").path(0).path("assumptions").toString()).contains("independent");

    // Losing one run's numbers and another's training changes nothing in the end.
    Map<String, String> whole = numbers("one");
    Files.delete(folder.resolve("one/runs/run-1-1-seed1/study.json"));
    Path lost = folder.resolve("one/runs/run-2-2-seed1");
    Files.delete(lost.resolve("study.json"));
    Files.delete(lost.resolve("result.json"));
    Files.delete(folder.resolve("one/grid.sqlite"));
    assertThat(study(grid, "one").code()).isZero();
    assertThat(numbers("one")).isEqualTo(whole);

    // What the store has is not made again, even where the folder lost it.
    Files.delete(folder.resolve("one/runs/run-1-1-seed1/study.json"));
    assertThat(study(grid, "one").code()).isZero();
    assertThat(numbers("one")).isEqualTo(whole);
    killed(grid);
    assertThat(numbers("killed")).isEqualTo(whole);

    Program select =
        Program.run(
            "select",
            folder.resolve("one/runs").toString(),
            "--json",
            folder.resolve("select.json").toString());
    assertThat(select.code()).isZero();
    assertThat(select.out()).containsAnyOf("Keep run-", "Cannot tell");
    assertThat(JsonMapper.shared().readTree(folder.resolve("select.json")).path("schema").asInt())
        .isEqualTo(1);
    Program from =
        Program.run(
            "study",
            "--from",
            folder.resolve("one/runs").toString(),
            "--out",
            folder.resolve("two").toString());
    assertThat(from.out()).contains("4 runs on 2 axes");
  }

  /** A worker killed, then the command, while its other worker goes on; then the command again. */
  private void killed(Path grid) throws IOException, InterruptedException {
    Process coordinator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.nopointergc=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "study",
                grid.toString(),
                "--jobs",
                "2",
                "--out",
                folder.resolve("killed").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    waitFor(coordinator, () -> coordinator.children().findAny().isPresent());
    coordinator.children().findAny().ifPresent(ProcessHandle::destroyForcibly);
    waitFor(
        coordinator,
        () ->
            coordinator.children().findAny().isPresent()
                && Files.isRegularFile(folder.resolve("killed/runs/run-1-1-seed1/study.json")));
    coordinator.destroyForcibly().waitFor();
    assertThat(study(grid, "killed").err()).doesNotContain("fix:");
    assertThat(Files.readString(folder.resolve("killed.json"))).contains("\"failed\" : 0");
  }

  private static void waitFor(Process process, Supplier<Boolean> condition)
      throws InterruptedException {
    while (!condition.get()) {
      assertThat(process.isAlive()).as("it goes on until it is killed").isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void theReportIsServedWhileItComes() throws Exception {
    try (StudyServer server =
        new StudyServer(
            0,
            () -> "<p>so far</p>",
            () -> {
              throw new IOException("no store");
            })) {
      assertThat(get(server.address(), "GET")).isEqualTo("200 <p>so far</p>");
      assertThat(get(server.address(), "POST")).startsWith("405");
      assertThat(get(server.address() + "other", "GET")).startsWith("404");
      assertThat(get(server.address() + "progress.json", "GET")).isEqualTo("500 no store");
      // A page of another site whose name was made to point to this machine.
      URI address = URI.create(server.address());
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(UTF_8));
        byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 403".length());
        assertThat(new String(start, UTF_8)).isEqualTo("HTTP/1.1 403");
      }
      String port = String.valueOf(address.getPort());
      assertThat(
              Program.run(
                      "study",
                      grid("[margins]").toString(),
                      "--serve",
                      port,
                      "--out",
                      folder.resolve("served").toString())
                  .err())
          .contains("a port of this machine that is free");
    }
    assertThat(Program.run("study", "x.yaml", "--serve", "70000").err()).contains("a port, 0 to");
  }

  private static String get(String address, String method) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void aClusterThatTheProgramWasNotBuiltForIsExplained() throws IOException {
    Program program =
        Program.run(
            "study",
            grid("[margins]").toString(),
            "--cluster",
            "slurm://host",
            "--out",
            folder.resolve("cluster").toString());
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("slurm://host").contains("without any cluster");
  }

  @Test
  void aGridThatAsksForOtherMeasuresIsMeasuredAnew() throws IOException {
    assertThat(study(grid("[weight-norms]"), "again").code()).isZero();
    assertThat(numbers("again").values()).noneMatch(text -> text.contains("margins/"));
    assertThat(study(grid("[weight-norms, margins]"), "again").code()).isZero();
    assertThat(numbers("again").values()).hasSize(4).allMatch(text -> text.contains("margins/"));
  }

  @Test
  void oneRunIsAskedWhenItShouldHaveStopped() throws IOException {
    grid("[margins]");
    String base = folder.resolve("base.yaml").toString();
    String run = folder.resolve("run").toString();
    assertThat(Program.run("train", base, "--out", run).code()).isZero();
    Path json = folder.resolve("stop.json");
    Program program = Program.run("select", run, "--json", json.toString());
    assertThat(program.err() + program.out())
        .containsAnyOf("Keep the state of step", "Cannot tell: at the last state")
        .contains("Looked at afterwards, and not chosen by");
    JsonNode states = JsonMapper.shared().readTree(json).path("states");
    assertThat(states.isEmpty()).isFalse();
    assertThat(states.path(0).path("signal").asDouble()).isPositive();
    assertThat(states.path(0).path("heldOutLoss").asDouble()).isPositive();
  }

  @Test
  void mistakesAreFoundBeforeAnythingIsTrained() throws IOException {
    Path grid = grid("[no-such-measure]");
    Program program = study(grid, "none");
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("no-such-measure");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(Program.run("study").err()).contains("give one of them");
    assertThat(Program.run("study", "--from", folder.toString()).err())
        .contains("at least two finished runs");
    assertThat(Program.run("study", grid.toString(), "--jobs", "0").err()).contains("at least 1");
  }
}
