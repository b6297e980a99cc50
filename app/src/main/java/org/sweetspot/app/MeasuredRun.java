package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Engine;
import org.sweetspot.trajectory.RunTrajectory;
import org.sweetspot.vector.ParameterVector;

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
    try (Opened run = open(folder, engine, options)) {
      return Profile.of(run.context(), measures, progress);
    }
  }

  /** The run with its resulting weights, ready to be measured. */
  static Opened open(RunFolder folder, Engine engine, TargetOptions options) {
    Recipe recipe = folder.recipe();
    DataSet data = DataLoader.load(recipe.data(), folder.path());
    if (!data.hash().equals(folder.provenance().dataHash())) {
      throw new UserException(
          folder.path() + ", its data",
          "the data that it was trained on, of hash " + folder.provenance().dataHash(),
          "data of hash " + data.hash(),
          "put the data back");
    }
    Problem problem = engine.open(recipe, data, new Seed(recipe.seed()));
    ParameterVector initial = problem.parameters().copy();
    folder.weights(problem);
    ParameterVector square = problem.space().zero();
    MeasureContext context =
        new MeasureContext(
                problem,
                TrainingFacts.of(folder, square).withInitial(initial),
                options.ofRun(recipe.engine().precision()),
                new Seed(options.seed(recipe.seed())))
            .withAlgebra(engine.algebra(recipe.engine().threads()));
    options.choose(context);
    if (!folder.snapshots().isEmpty()) {
      context.withTrajectory(RunTrajectory.of(folder, problem.space()));
    }
    Map<String, String> provenance = new LinkedHashMap<>(Workplace.words(folder.provenance()));
    provenance.put("kind", "run");
    provenance.put("contents", "Taken for a run of this program, its last weights.");
    return new Opened(
        folder.path().toString(), context, provenance, List.of(initial, square, problem));
  }
}
