package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Evaluation.Score;

class RunIndexTest {
  @TempDir Path root;

  private RunFolder begun(String name, long seed) throws IOException {
    Recipe recipe = CloudRuns.recipe(10).withSeed(seed).withName(name);
    RunFolder run = new RunFolder(Files.createDirectories(root.resolve(name + "-" + seed)));
    Files.writeString(run.provenanceFile(), Provenance.of(recipe, "clouds", "plain Java").json());
    return run;
  }

  private static RunFolder finished(RunFolder run, double loss) throws IOException {
    RunResult result =
        new RunResult(
            Ending.COMPLETED, 10, 1.5, Map.of(Split.TEST, new Score(loss, Double.NaN)), "00");
    // As the program writes it: another writer may be reading all folders at this moment.
    AtomicFile.write(run.resultFile(), result.json());
    return run;
  }

  @Test
  void aRunIsEnteredWhenItBeginsAndAgainWhenItIsFinished() throws IOException {
    RunFolder run = begun("a", 1);
    try (RunIndex index = RunIndex.open(root)) {
      index.put(run);
      assertThat(index.all()).singleElement().matches(found -> found.result().isEmpty());
      index.put(finished(run, 0.25));
      assertThat(index.all())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.folder().path()).isEqualTo(run.path().toAbsolutePath());
                assertThat(found.provenance()).isEqualTo(run.provenance());
                assertThat(found.result()).isEqualTo(run.result());
              });
    }
  }

  @Test
  void runsAreFoundByNameAndByRecipe() throws IOException {
    try (RunIndex index = RunIndex.open(root)) {
      index.put(begun("a", 1));
      index.put(begun("a", 2));
      index.put(begun("b", 1));
      assertThat(index.named("a")).hasSize(2);
      assertThat(index.named("c")).isEmpty();
      String hash = Provenance.hash(CloudRuns.recipe(10).withSeed(1).withName("b"));
      assertThat(index.ofRecipe(hash))
          .singleElement()
          .matches(found -> found.provenance().name().equals("b"));
    }
  }

  @Test
  void aMissingIndexIsMadeFromTheFolders() throws IOException {
    begun("a", 1);
    finished(begun("b", 2), 0.5);
    try (RunIndex index = RunIndex.open(root)) {
      assertThat(index.all()).hasSize(2);
      assertThat(index.named("b").get(0).result()).isPresent();
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsKeptAndTheIndexMadeAnew() throws IOException {
    begun("a", 1);
    String mine = "this is no database".repeat(100);
    Files.writeString(root.resolve("index.sqlite"), mine);
    for (int again = 0; again < 2; again++) {
      try (RunIndex index = RunIndex.open(root)) {
        assertThat(index.all()).hasSize(1);
      }
    }
    assertThat(root.resolve("index.sqlite.damaged-1")).hasContent(mine);
    assertThat(root.resolve("index.sqlite.damaged-2")).doesNotExist();
  }

  @Test
  void anIndexWhoseMakingWasCutOffIsMadeAnew() throws IOException, SQLException {
    begun("a", 1);
    finished(begun("b", 2), 0.5);
    Path file = root.resolve("index.sqlite");
    Files.write(file, new byte[0]);
    try (RunIndex index = RunIndex.open(root)) {
      assertThat(index.all()).hasSize(2);
    }
    // As versions before this one left it when they were killed between two steps.
    Files.delete(file);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE runs (folder TEXT PRIMARY KEY)");
    }
    try (RunIndex index = RunIndex.open(root)) {
      assertThat(index.all()).hasSize(2);
    }
  }

  @Test
  void anIndexWithDamagedPagesIsMadeAnew() throws IOException {
    for (int i = 0; i < 40; i++) {
      begun("a", i);
    }
    Path file = root.resolve("index.sqlite");
    try (RunIndex index = RunIndex.open(root)) {
      assertThat(index.all()).hasSize(40);
    }
    byte[] whole = Files.readAllBytes(file);
    for (int page = 0; page < whole.length; page += 4096) {
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, page, page + 4096, (byte) 0x5a);
      Files.write(file, damaged);
      try (RunIndex index = RunIndex.open(root)) {
        assertThat(index.all()).as("page at " + page).hasSize(40);
      }
    }
  }

  @Test
  void aDamagedResultCostsItsOwnRunAndIsNamedUntilItIsWhole() throws IOException {
    begun("a", 1);
    RunFolder damaged = finished(begun("b", 2), 0.5);
    String whole = Files.readString(damaged.resultFile());
    Files.writeString(damaged.resultFile(), whole.substring(0, whole.length() / 2));
    for (int again = 0; again < 2; again++) {
      try (RunIndex index = RunIndex.open(root)) {
        assertThat(index.all()).hasSize(1);
        assertThat(index.damaged()).hasSize(1);
        assertThat(index.damaged().get(new RunFolder(damaged.path().toAbsolutePath())))
            .contains("result.json: expected an intact JSON object")
            .contains("fix: put the file back");
      }
    }
    Files.writeString(damaged.resultFile(), whole);
    try (RunIndex index = RunIndex.open(root)) {
      assertThat(index.all()).hasSize(2);
      assertThat(index.damaged()).isEmpty();
    }
  }

  @Test
  void manyWritersWaitForEachOther() throws IOException, InterruptedException, ExecutionException {
    int writers = 4;
    int runs = 25;
    for (int writer = 0; writer < writers; writer++) {
      for (int i = 0; i < runs; i++) {
        begun("w" + writer, i);
      }
    }
    Files.deleteIfExists(root.resolve("index.sqlite"));
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<?>> tasks = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      String name = "w" + writer;
      tasks.add(
          threads.submit(
              () -> {
                // Each its own connection, as each process has.
                try (RunIndex index = RunIndex.open(root)) {
                  for (int i = 0; i < runs; i++) {
                    index.put(finished(new RunFolder(root.resolve(name + "-" + i)), i));
                  }
                }
                return name;
              }));
    }
    for (Future<?> task : tasks) {
      task.get();
    }
    threads.shutdown();
    try (RunIndex index = RunIndex.open(root)) {
      assertThat(index.all()).hasSize(writers * runs).allMatch(run -> run.result().isPresent());
    }
  }
}
