package org.sweetspot.app;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.GridReader;
import org.sweetspot.generalization.study.StudyRunFile;
import org.sweetspot.grid.GridEntry;
import org.sweetspot.grid.GridStore;
import org.sweetspot.grid.Heartbeat;
import org.sweetspot.grid.WorkerTask;
import org.sweetspot.measure.Measure;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.run.Run;
import org.sweetspot.run.RunException;

/**
 * A process for one run of a grid, so that a crash of the engine or a lack of memory costs one run:
 * trains it, or goes on with it, measures it and leaves its numbers in the grid's store and, as
 * {@link StudyRunFile}, in its folder. It says to the store that it lives; where its run was taken
 * over, because it was silent for too long, it ends at once. A kill loses what came after the last
 * checkpoint.
 */
public final class StudyWorker {
  /** The environment variable with the store's address, which may hold a password. */
  static final String STORE = "SWEETSPOT_STORE";

  private StudyWorker() {}

  /**
   * Does one run.
   *
   * @param arguments the grid's file, the folder of its runs, the run's name, the worker's name
   */
  public static void main(String[] arguments) {
    PrintWriter err =
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    Path runs = Path.of(arguments[1]);
    String name = arguments[2];
    String owner = arguments[3];
    String url = Objects.requireNonNull(System.getenv(STORE));
    int code = 1;
    try (GridStore store = GridStore.open(url, StudyRuns.grid(runs))) {
      code = work(store, Path.of(arguments[0]), runs, name, owner, err);
    } catch (RunException unreachable) {
      err.println(unreachable.getMessage());
    }
    System.exit(code);
  }

  private static int work(
      GridStore store, Path file, Path runs, String name, String owner, PrintWriter err) {
    if (!store.renew(name, owner) && !store.take(name, owner)) {
      boolean settled =
          store.entry(name).map(GridEntry::state).filter(GridEntry.State::isSettled).isPresent();
      return settled ? 0 : WorkerTask.HELD;
    }
    try (Heartbeat heartbeat =
        new Heartbeat(
            store,
            name,
            owner,
            () -> {
              err.println("Another worker has taken this run over.");
              Runtime.getRuntime().halt(WorkerTask.HELD);
            })) {
      store.finish(name, owner, StudyRunFile.text(entry(file, runs, name)));
      return 0;
    } catch (Exception failure) {
      if (failure instanceof RunException && Run.isHeld(runs.resolve(name))) {
        store.release(name, owner);
        return WorkerTask.HELD;
      }
      boolean mistake = UserMistakes.isOne(failure);
      String words = mistake ? UserMistakes.message(failure) : failure.toString();
      err.println(words);
      store.fail(name, owner, words);
      return mistake ? 2 : Failures.unexpected(failure, err);
    }
  }

  private static StudyRunFile.Entry entry(Path file, Path runs, String name) throws IOException {
    Grid grid = GridReader.read(file);
    Grid.Cell cell =
        grid.cells().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Path folder = runs.resolve(name);
    RecipeFile read = RecipeReader.read(grid.recipe(), cell.overrides());
    List<Measure> measures = StudyMeasures.chosen(grid.measures());
    String made = StudyMeasures.made(read.recipe(), measures);
    StudyRunFile.Entry before = StudyRunFile.read(folder).orElse(null);
    if (before != null && before.made().equals(made) && before.isOf(cell)) {
      return before;
    }
    Workplace workplace = Workplace.of(read);
    StudyRunFile.Entry entry =
        StudyMeasures.of(
            Run.finish(folder, workplace.recipe(), workplace.engine(), workplace.data(), List.of()),
            cell,
            workplace.engine(),
            measures,
            made);
    StudyRunFile.write(folder, entry);
    return entry;
  }
}
