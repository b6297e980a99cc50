package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.GridOfRuns;
import org.sweetspot.generalization.study.StudyRun;
import org.sweetspot.generalization.study.StudyRunFile;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.measure.Measure;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Engine;

/**
 * A folder of finished runs as the table of a study; what differs in their recipes are its axes.
 */
final class FinishedRuns {
  private FinishedRuns() {}

  /**
   * Reads the runs' numbers, and measures those that have none.
   *
   * @param failures receives why runs are left out, by name
   */
  static StudyTable table(Path path, Progress progress, Map<String, String> failures)
      throws IOException {
    List<RunFolder> folders = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        inside
            .sorted()
            .map(RunFolder::new)
            .filter(RunFolder::exists)
            .filter(run -> run.result().isPresent())
            .forEach(folders::add);
      }
    }
    if (folders.size() < 2) {
      throw new UserException(
          path.toString(),
          "a folder with at least two finished runs in it",
          Files.isDirectory(path) ? folders.size() + " of them" : "no such folder",
          "give the folder that holds the runs' folders, for instance runs");
    }
    GridOfRuns grid = GridOfRuns.of(folders.stream().map(RunFolder::recipe).toList());
    List<StudyRun> runs = new ArrayList<>();
    int examples = 1;
    Engine engine = Engines.atHand();
    for (int i = 0; i < folders.size(); i++) {
      RunFolder folder = folders.get(i);
      String name = String.valueOf(folder.path().getFileName());
      progress.at((double) i / folders.size(), name);
      Grid.Cell cell = new Grid.Cell(name, grid.places().get(i), folder.recipe().seed(), List.of());
      try {
        StudyRunFile.Entry entry = StudyRunFile.read(folder.path()).orElse(null);
        if (entry == null) {
          List<Measure> measures = StudyMeasures.chosen(List.of());
          String made = StudyMeasures.made(folder.recipe(), measures);
          entry = StudyMeasures.of(folder, cell, engine, measures, made);
          StudyRunFile.write(folder.path(), entry);
        }
        StudyRun run = entry.run();
        runs.add(
            new StudyRun(
                name, cell.place(), cell.seed(), run.gap(), run.testError(), run.measures()));
        examples = entry.testExamples();
      } catch (UserException leftOut) {
        failures.put(name, String.valueOf(leftOut.getMessage()));
      }
    }
    return new StudyTable(grid.axes(), runs, Math.max(grid.cells(), runs.size()), examples);
  }
}
