package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.profile.KeptMeasurements;
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

  /**
   * Asks measures about the run's resulting weights, but those whose answers its folder keeps.
   *
   * @param again whether to ask those too
   */
  static KeptMeasurements.Taken measure(
      RunFolder folder,
      Engine engine,
      TargetOptions options,
      List<Measure> measures,
      ProfileProgress progress,
      boolean again) {
    try (OpenTarget run = new RunTarget(folder).open(engine, options.settings())) {
      return kept(folder, engine, options).profile(run.context(), measures, progress, again);
    }
  }

  /** The answers that a run's folder keeps. */
  static KeptMeasurements kept(RunFolder folder, Engine engine, TargetOptions options) {
    return new RunTarget(folder).kept(options.settings(), ProgramHash.get(), engine.name());
  }

  /** How many answers were there, for the reader; empty where there were none. */
  static String words(int reused, int all) {
    return reused == 0
        ? ""
        : reused + " of " + all + " answers were measured before; --again measures them again.";
  }
}
