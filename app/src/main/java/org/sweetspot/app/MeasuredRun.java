package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.measure.target.RunTarget;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Engine;

/** Finished runs as targets of measures. */
final class MeasuredRun {
  private MeasuredRun() {}

  /** The finished run in a folder, or a message about what is there instead. */
  static RunFolder require(Path path) {
    RunFolder folder = new RunFolder(path);
    if (!folder.exists()) {
      String got = Files.isDirectory(path) ? "a folder without a run" : "no such folder";
      throw new UserException(
          path.toString(),
          "the folder of a run",
          Files.isRegularFile(path) ? "a file" : got,
          "name a folder that sweetspot train made; sweetspot runs lists them");
    }
    if (folder.result().isEmpty()) {
      throw new UserException(
          path.toString(),
          "a finished run",
          "an unfinished one",
          "finish it first: sweetspot train " + folder.recipeFile() + " --out " + path);
    }
    return folder;
  }

  /** The run in a folder, or the runs directly in it: one for each seed. */
  static List<RunFolder> group(Path path) throws IOException {
    if (Files.isDirectory(path) && !new RunFolder(path).exists()) {
      try (Stream<Path> inside = Files.list(path)) {
        List<RunFolder> runs =
            inside
                .sorted()
                .map(RunFolder::new)
                .filter(RunFolder::exists)
                .map(run -> require(run.path()))
                .toList();
        if (!runs.isEmpty()) {
          return runs;
        }
      }
    }
    return List.of(require(path));
  }

  /** Asks measures about the run's resulting weights. */
  static Profile measure(
      RunFolder folder,
      Engine engine,
      TargetOptions options,
      List<Measure> measures,
      ProfileProgress progress) {
    try (OpenTarget run = new RunTarget(folder).open(engine, options.settings())) {
      return Profile.of(run.context(), measures, progress);
    }
  }
}
