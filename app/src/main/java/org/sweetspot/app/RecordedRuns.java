package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.format.FormatException;
import org.sweetspot.run.RunFolder;

/**
 * Trainings of others that were recorded below a folder, as {@code sweetspot runs} lists them.
 *
 * @param rows in the order of their paths
 * @param damaged those that can't be read, and why
 */
record RecordedRuns(List<Row> rows, List<String> damaged) {
  /**
   * One record.
   *
   * @param path of its folder
   * @param state ended, or unfinished: it trains, or it was killed
   * @param steps updates done
   * @param test accuracy of the last evaluation on test data, NaN without one
   */
  record Row(Path path, String state, long steps, double test) {}

  /** Those of a folder, at any depth, in the order of their paths. */
  static RecordedRuns below(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path place, BasicFileAttributes about) {
            if (new RunFolder(place).exists()) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (new RecordedFolder(place).exists()) {
              found.add(place);
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException refused) {
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(found);
    List<Row> rows = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (Path path : found) {
      try {
        rows.add(row(path, new RecordedFolder(path).read()));
      } catch (FormatException broken) {
        damaged.add(broken.getMessage());
      }
    }
    return new RecordedRuns(rows, damaged);
  }

  private static Row row(Path path, RecordedRun run) {
    double test = Double.NaN;
    for (Entry evaluation : run.evaluations()) {
      if (evaluation.text("name").equals("test")) {
        test = evaluation.number("accuracy");
      }
    }
    long steps = run.size() == 0 ? 0 : (long) run.steps().get(run.size() - 1).number("step");
    return new Row(path, run.ended() ? "ended" : "unfinished", steps, test);
  }
}
