package org.sweetspot.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.StudyRunFile;
import org.sweetspot.recipe.RecipeReader;

/**
 * Carries the runs of a grid out, each in a process of its own, a few at a time.
 *
 * <p>A run is done when its folder holds its numbers; only those that are not are begun, so the
 * same command goes on after a kill of workers, of this process or of all. A worker that dies by a
 * signal is started again, at most {@value #ATTEMPTS} times; one that refuses or fails counts as
 * failed, and its last words are kept in its folder. A folder that a worker of an earlier command
 * still holds is waited for.
 */
final class StudyRuns {
  private static final int ATTEMPTS = 4;
  private static final int SIGNALLED = 128;
  private static final long WAIT_MILLIS = 100;
  private static final String LOG = "worker.log";

  private final Path gridFile;
  private final Grid grid;
  private final Path folder;
  private final int jobs;
  private volatile boolean stopped;

  /**
   * Nothing is started yet.
   *
   * @param gridFile the grid's file
   * @param grid what it says
   * @param folder of the runs
   * @param jobs how many at a time
   */
  StudyRuns(Path gridFile, Grid grid, Path folder, int jobs) {
    this.gridFile = gridFile;
    this.grid = grid;
    this.folder = folder;
    this.jobs = jobs;
  }

  private record Worker(Grid.Cell cell, Process process) {}

  /** Asks to stop: workers end with a checkpoint. Safe from any thread. */
  void stop() {
    stopped = true;
  }

  /**
   * Carries out what is not done.
   *
   * @return why runs failed, by name
   */
  Map<String, String> carryOut(List<Grid.Cell> cells, Progress progress) throws IOException {
    Deque<Grid.Cell> waiting = new ArrayDeque<>();
    for (Grid.Cell cell : cells) {
      if (done(cell).isEmpty()) {
        waiting.add(cell);
      }
    }
    Map<String, Integer> attempts = new LinkedHashMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    List<Worker> working = new ArrayList<>();
    try {
      while (!stopped && !(waiting.isEmpty() && working.isEmpty())) {
        while (working.size() < jobs && !waiting.isEmpty()) {
          Grid.Cell cell = waiting.remove();
          attempts.merge(cell.name(), 1, Integer::sum);
          working.add(new Worker(cell, start(cell)));
        }
        int left = waiting.size() + working.size();
        progress.at(
            1 - (double) left / cells.size(), (cells.size() - left) + " of " + cells.size());
        pause();
        for (Worker worker : List.copyOf(working)) {
          if (!worker.process().isAlive()) {
            working.remove(worker);
            ended(worker, waiting, attempts, failures);
          }
        }
      }
    } finally {
      working.forEach(worker -> worker.process().destroy());
    }
    return failures;
  }

  private void ended(
      Worker worker,
      Deque<Grid.Cell> waiting,
      Map<String, Integer> attempts,
      Map<String, String> failures)
      throws IOException {
    Grid.Cell cell = worker.cell();
    int code = worker.process().exitValue();
    if (done(cell).isPresent()) {
      return;
    }
    if (code == StudyWorker.HELD) {
      // A worker of a command that was killed goes on alone; look again later.
      pause();
      waiting.add(cell);
    } else if (code > SIGNALLED && attempts.getOrDefault(cell.name(), 0) < ATTEMPTS) {
      waiting.add(cell);
    } else {
      String words = lastWords(cell);
      failures.put(cell.name(), words.isBlank() ? "ended with code " + code : words);
    }
  }

  /** The numbers of a run, if it is done and was made as the grid says. */
  Optional<StudyRunFile.Entry> done(Grid.Cell cell) throws IOException {
    StudyRunFile.Entry entry = StudyRunFile.read(folder.resolve(cell.name())).orElse(null);
    if (entry == null || !entry.overrides().equals(cell.overrides())) {
      return Optional.empty();
    }
    String made =
        StudyMeasures.made(
            RecipeReader.read(grid.recipe(), cell.overrides()).recipe(),
            StudyMeasures.chosen(grid.measures()));
    return Optional.of(entry).filter(one -> one.made().equals(made));
  }

  private Process start(Grid.Cell cell) throws IOException {
    Path place = Files.createDirectories(folder.resolve(cell.name()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        // Agents of a test's own JVM would write over each other's files.
        .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agent"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StudyWorker.class.getName());
    command.add(gridFile.toString());
    command.add(folder.toString());
    command.add(cell.name());
    Path log = place.resolve(LOG);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
        .start();
  }

  private String lastWords(Grid.Cell cell) throws IOException {
    Path log = folder.resolve(cell.name()).resolve(LOG);
    if (!Files.isRegularFile(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 6), lines.size())).strip();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
