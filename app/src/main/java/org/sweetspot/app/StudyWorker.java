package org.sweetspot.app;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.GridReader;
import org.sweetspot.generalization.study.StudyRunFile;
import org.sweetspot.measure.Measure;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.run.Run;
import org.sweetspot.run.RunException;
import org.sweetspot.run.RunFolder;

/**
 * A process for one run of a grid, so that a crash of the engine or a lack of memory costs one run:
 * trains it, or goes on with it, measures it and leaves {@link StudyRunFile} in its folder. The
 * folder is held by this process alone; a kill loses what came after the last checkpoint.
 */
public final class StudyWorker {
  /** The exit code where another process carries the run out. */
  static final int HELD = 75;

  private StudyWorker() {}

  /**
   * Does one run.
   *
   * @param arguments the grid's file, the folder of its runs, the run's name
   */
  public static void main(String[] arguments) {
    PrintWriter err =
        new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
    try {
      work(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    } catch (Exception failure) {
      if (failure instanceof RunException && Run.isHeld(Path.of(arguments[1], arguments[2]))) {
        System.exit(HELD);
      }
      boolean mistake = UserMistakes.isOne(failure);
      err.println(mistake ? UserMistakes.message(failure) : failure.toString());
      System.exit(mistake ? 2 : Failures.unexpected(failure, err));
    }
    System.exit(0);
  }

  private static void work(Path file, Path runs, String name) throws IOException {
    Grid grid = GridReader.read(file);
    Grid.Cell cell =
        grid.cells().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    Path folder = runs.resolve(name);
    RecipeFile read = RecipeReader.read(grid.recipe(), cell.overrides());
    List<Measure> measures = StudyMeasures.chosen(grid.measures());
    Workplace workplace = Workplace.of(read);
    RunFolder run =
        Run.finish(folder, workplace.recipe(), workplace.engine(), workplace.data(), List.of());
    StudyRunFile.write(
        folder,
        StudyMeasures.of(
            run, cell, workplace.engine(), measures, StudyMeasures.made(read.recipe(), measures)));
  }
}
