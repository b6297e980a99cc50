package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code diagnose} prints and writes. */
class DiagnoseCommandTest {
  @TempDir private Path folder;

  private Path record(String name, String leftover) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        run.resolve("recorded.json"),
        "{\"schema\":1,\"parameters\":[{\"name\":\"w\",\"shape\":[2],\"group\":0}]}");
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= 8; step++) {
      lines
          .append("{\"kind\":\"step\",\"step\":")
          .append(step)
          .append(",\"loss\":1.5,\"gradient\":{\"norm\":1.0,\"leftover\":")
          .append(leftover)
          .append("}}\n");
    }
    Files.writeString(run.resolve("recorded.jsonl"), lines);
    return run;
  }

  @Test
  void aFaultIsNamedFirstWithItsRemedy() throws IOException {
    Path run = record("faulty", "2.5");
    Path json = folder.resolve("diagnosis.json");

    Program result = Program.run("diagnose", run.toString(), "--json", json.toString());

    assertThat(result.code()).isZero();
    assertThat(result.out().replaceAll("\\s+", " "))
        .startsWith(run + ": Gradients are not cleared: before an update 2.5 times")
        .contains("fix: call optimizer.zero_grad()");
    JsonNode finding = JsonMapper.shared().readTree(json).path("findings").get(0);
    assertThat(finding.path("id").asString()).isEqualTo("gradients-not-cleared");
    assertThat(finding.path("severity").asString()).isEqualTo("fault");
    assertThat(finding.path("evidence").path("leftover").asDouble()).isEqualTo(2.5);
  }

  @Test
  void recordsAreListedAmongTheRuns() throws IOException {
    Path ended = record("ended", "0");
    Files.writeString(
        ended.resolve("recorded.jsonl"),
        """
        {"kind":"evaluation","step":8,"name":"test","accuracy":0.875}
        {"kind":"end"}
        """,
        StandardOpenOption.APPEND);
    Path killed = record("deeper/killed", "0");
    Files.writeString(record("other", "0").resolve("recorded.json"), "no record");

    Program result = Program.run("runs", folder.toString());

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(ended + " - ended 8 87.5 %", killed + " - unfinished 8 -");
    assertThat(result.out()).contains("Left out, no record: " + folder.resolve("other"));
  }

  @Test
  void nothingFoundIsAnAnswer() throws IOException {
    Program result = Program.run("diagnose", record("healthy", "0").toString());

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("nothing found");
  }

  @Test
  void twoLaunchesWithoutProjectionsCannotBeCompared() throws IOException {
    Program result =
        Program.run("diagnose", record("one", "0").toString(), record("other", "0").toString());

    assertThat(result.out().replaceAll("\\s+", " "))
        .contains("cannot tell: no update was looked at in both");
  }

  @Test
  void watchingShowsTheLatestNumbersAndEndsWithTheTraining() throws IOException {
    Path run = record("watched", "2.5");

    assertThat(Program.run("watch", run.toString(), "--once").out())
        .contains("update 8: loss 1.5")
        .contains("fault: Gradients are not cleared");

    Files.writeString(
        run.resolve("recorded.jsonl"),
        "{\"kind\":\"end\",\"step\":8}\n",
        StandardOpenOption.APPEND);

    assertThat(Program.run("watch", run.toString()).out()).contains("update 8, ended");
  }

  @Test
  void aFolderWithoutARecordIsExplained() {
    Program result = Program.run("diagnose", folder.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("recorded.json").contains("sweetspot.Recorder");
  }
}
