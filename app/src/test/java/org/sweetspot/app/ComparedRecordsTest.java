package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded trainings beside each other: numbers that can be computed by hand. */
class ComparedRecordsTest {
  private static final int UPDATES = 100;

  @TempDir private Path folder = Path.of(".");

  /** Losses fall from 100 to 1, plus a shift; of the last ten updates the mean is 5.5 more. */
  private void record(Path place, int seed, double shift) throws IOException {
    Files.createDirectories(place);
    Files.writeString(
        place.resolve("recorded.json"),
        "{\"schema\": 1, \"seed\": " + seed + ", \"model\": \"Net\", \"parameters\": []}");
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= UPDATES; step++) {
      lines.append(
          "{\"kind\": \"step\", \"step\": %d, \"loss\": %s, \"gradient\": {\"norm\": 2.0}}%n"
              .formatted(step, UPDATES - step + 1 + shift));
    }
    lines.append(
        "{\"kind\": \"monitor\", \"step\": 50, \"monitor\": \"sharpness\","
            + " \"figures\": {\"lambda-max\": {\"value\": 77.0}}}\n");
    for (int step : new int[] {95, 99}) {
      lines.append(
          ("{\"kind\": \"monitor\", \"step\": %d, \"monitor\": \"sharpness\","
                  + " \"figures\": {\"lambda-max\": {\"value\": %s}}}%n")
              .formatted(step, step + shift));
    }
    lines.append(
        "{\"kind\": \"monitor\", \"step\": 3, \"monitor\": \"margin\","
            + " \"figures\": {\"margin\": {\"value\": 4.0}}}\n");
    lines.append("{\"kind\": \"evaluation\", \"name\": \"test\", \"accuracy\": 0.1}\n");
    lines.append(
        "{\"kind\": \"evaluation\", \"name\": \"test\", \"accuracy\": %s}%n"
            .formatted(0.9 - shift / 100));
    lines.append("{\"kind\": \"end\"}\n");
    Files.writeString(place.resolve("recorded.jsonl"), lines);
  }

  private static JsonNode difference(JsonNode result, String id, String part) {
    for (JsonNode one : result.path("differences")) {
      if (one.path("id").asString().equals(id) && one.path("part").asString().equals(part)) {
        return one;
      }
    }
    throw new AssertionError("no " + id + " " + part + " in " + result);
  }

  @Test
  void endsOfTrainingsAreComparedBySeeds() throws IOException {
    for (int seed = 1; seed <= 4; seed++) {
      record(folder.resolve("a/seed" + seed), seed, 0.01 * seed);
      record(folder.resolve("b/seed" + seed), seed, 0.01 * seed + 3 + 0.001 * (seed % 2));
    }
    Path json = folder.resolve("out.json");
    Path html = folder.resolve("out.html");
    Program program =
        Program.run(
            "compare",
            folder.resolve("a").toString(),
            folder.resolve("b").toString(),
            "--json",
            json.toString(),
            "--html",
            html.toString());
    assertThat(program.err()).isEmpty();
    assertThat(program.code()).isZero();
    JsonNode result = JsonMapper.shared().readTree(Files.readString(json));
    JsonNode loss = difference(result, "loss", "train");
    assertThat(loss.path("first").asDouble()).isCloseTo(5.525, within(1e-9));
    assertThat(loss.path("difference").asDouble()).isCloseTo(3.0005, within(1e-9));
    assertThat(loss.path("verdict").asString()).isEqualToIgnoringCase("differs");
    // Readings before the last tenth do not count where later ones are there.
    assertThat(difference(result, "monitor-sharpness", "lambda-max").path("first").asDouble())
        .isCloseTo(97.025, within(1e-9));
    assertThat(difference(result, "monitor-margin", "margin").path("first").asDouble())
        .isEqualTo(4.0);
    assertThat(difference(result, "accuracy", "test").path("difference").asDouble())
        .isCloseTo(-0.030005, within(1e-9));
    assertThat(difference(result, "gradient-norm", "mean").path("verdict").asString())
        .isNotEqualToIgnoringCase("differs");
    assertThat(program.out()).contains("beyond the seed-to-seed spread").contains("loss");
    assertThat(html).content().contains("lambda-max");
  }

  @Test
  void oneRecordASideTellsNothing() throws IOException {
    record(folder.resolve("a"), 1, 0);
    record(folder.resolve("b"), 1, 3);
    Program program =
        Program.run("compare", folder.resolve("a").toString(), folder.resolve("b").toString());
    assertThat(program.code()).isZero();
    assertThat(program.out()).contains("cannot tell");
  }

  @Test
  void recordsAreNotComparedWithAnythingElse() throws IOException {
    record(folder.resolve("a"), 1, 0);
    Path empty = Files.createDirectories(folder.resolve("b"));
    Program program = Program.run("compare", folder.resolve("a").toString(), empty.toString());
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("compare records with records");
  }
}
