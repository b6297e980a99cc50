package org.sweetspot.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.StudyRunFile;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.grid.GridEntry;
import org.sweetspot.grid.GridStore;
import org.sweetspot.grid.WorkerTask;
import org.sweetspot.measure.Measure;
import org.sweetspot.recipe.RecipeReader;

/**
 * The runs of a grid: what is done, what failed, and how the worker of each is started.
 *
 * <p>A run's numbers lie in its folder and in the store; either is enough, where they were made by
 * the recipe and the measures that the grid asks for.
 */
final class StudyRuns implements AutoCloseable {
  private static final String LOG = "worker.log";

  private final Path gridFile;
  private final Grid grid;
  private final Path folder;
  private final String url;
  private final GridStore store;
  private final Map<String, Grid.Cell> cells = new LinkedHashMap<>();

  private StudyRuns(Path gridFile, Grid grid, Path folder, String url) {
    this.gridFile = gridFile;
    this.grid = grid;
    this.folder = folder;
    this.url = url;
    this.store = GridStore.open(url, grid(folder));
    grid.cells().forEach(cell -> cells.put(cell.name(), cell));
  }

  /** What a store calls the grid whose runs lie in a folder. */
  static String grid(Path folder) {
    return folder.toAbsolutePath().normalize().toString();
  }

  /**
   * Opens the store and enters every run; what lies done in a folder is done, and what the store
   * alone has is written there.
   *
   * @param gridFile the grid's file
   * @param grid what it says
   * @param folder of the runs
   * @param url of the store
   */
  static StudyRuns open(Path gridFile, Grid grid, Path folder, String url) throws IOException {
    StudyRuns runs = new StudyRuns(gridFile, grid, folder, url);
    runs.enter();
    return runs;
  }

  private void enter() throws IOException {
    List<Measure> measures = StudyMeasures.chosen(grid.measures());
    int place = 0;
    for (Grid.Cell cell : cells.values()) {
      String made =
          StudyMeasures.made(RecipeReader.read(grid.recipe(), cell.overrides()).recipe(), measures);
      store.enter(cell.name(), place++, made);
      Path own = folder.resolve(cell.name());
      StudyRunFile.Entry entry = StudyRunFile.read(own).orElse(null);
      if (entry != null && entry.made().equals(made) && entry.isOf(cell)) {
        store.settle(cell.name(), StudyRunFile.text(entry));
      }
    }
    for (Map.Entry<String, StudyRunFile.Entry> done : done().entrySet()) {
      Path own = folder.resolve(done.getKey());
      if (!Files.isRegularFile(own.resolve(StudyRunFile.NAME))) {
        Files.createDirectories(own);
        StudyRunFile.write(own, done.getValue());
      }
    }
  }

  /** Where it is kept who has which run. */
  GridStore store() {
    return store;
  }

  /** How many runs there are. */
  int size() {
    return cells.size();
  }

  /** The runs that are done, by name. */
  private Map<String, StudyRunFile.Entry> done() throws IOException {
    Map<String, StudyRunFile.Entry> done = new LinkedHashMap<>();
    for (GridEntry entry : store.entries()) {
      if (entry.state() == GridEntry.State.DONE && cells.containsKey(entry.run())) {
        done.put(entry.run(), StudyRunFile.parse(url, entry.text()));
      }
    }
    return done;
  }

  /** What is done, as a table; runs that are missing are missing there. */
  StudyTable table() throws IOException {
    List<StudyRunFile.Entry> done = List.copyOf(done().values());
    return new StudyTable(
        grid.axes(),
        done.stream().map(StudyRunFile.Entry::run).toList(),
        cells.size(),
        done.isEmpty() ? 1 : done.get(done.size() - 1).testExamples());
  }

  /** Why runs failed, by name. */
  Map<String, String> failures() {
    Map<String, String> failures = new LinkedHashMap<>();
    for (GridEntry entry : store.entries()) {
      if (entry.state() == GridEntry.State.FAILED && cells.containsKey(entry.run())) {
        failures.put(entry.run(), entry.text());
      }
    }
    return failures;
  }

  /** How many runs are in each state. */
  Map<GridEntry.State, Integer> counts() {
    Map<GridEntry.State, Integer> counts = new TreeMap<>();
    store.entries().stream()
        .filter(entry -> cells.containsKey(entry.run()))
        .forEach(entry -> counts.merge(entry.state(), 1, Integer::sum));
    return counts;
  }

  /** How the worker of a run is started. */
  WorkerTask task(String run) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        // Agents of a test's own JVM would write over each other's files.
        .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agent"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(StudyWorker.class.getName());
    command.add(gridFile.toAbsolutePath().toString());
    command.add(folder.toAbsolutePath().toString());
    command.add(run);
    return new WorkerTask(
        run,
        command,
        Map.of(StudyWorker.STORE, url),
        folder.resolve(run).resolve(LOG).toAbsolutePath().toString());
  }

  /** The last lines of what the worker of a run said. */
  String lastWords(String run) throws IOException {
    Path log = folder.resolve(run).resolve(LOG);
    if (!Files.isRegularFile(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 6), lines.size())).strip();
  }

  @Override
  public void close() {
    store.close();
  }
}
