package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.random.Seed;
import org.sweetspot.run.Provenance;
import org.sweetspot.training.Engine;
import org.sweetspot.trajectory.Recognition;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.trajectory.TrajectoryFiles;
import org.sweetspot.weights.FiniteWeights;
import org.sweetspot.weights.Weights;
import org.sweetspot.weights.WeightsFile;

/**
 * What {@code sweetspot measure} was pointed at: a run, a model file with data, weights alone, a
 * trajectory.
 */
final class MeasureTarget {
  private static final String EXPECTED =
      "the folder of a run, a TorchScript file, weights (a file or a model's folder), or a"
          + " trajectory (npy or npz of k x p numbers, a folder of checkpoints), or"
          + " python:MODULE:FUNCTION";

  private final Path path;
  private final TargetOptions options;
  private final PythonModels python;

  MeasureTarget(Path path, TargetOptions options, PythonModels python) {
    this.path = WeightsFile.resolve(path);
    this.options = options;
    this.python = python;
  }

  /** Opens it; mistakes in small things are found before large ones are loaded. */
  Opened open() throws IOException {
    if (PythonModels.isNamed(path)) {
      return python.open(path, options);
    }
    if (!Files.exists(path)) {
      throw new UserException(
          path.toString(),
          EXPECTED,
          "nothing there",
          "give a path that exists; sweetspot runs lists the runs");
    }
    if (options.data().isPresent() && Files.isRegularFile(path)) {
      return new ModuleTarget(path, options).open(options.data().get());
    }
    Recognition taken = Recognition.of(path);
    Recognition.Kind kind =
        options
            .isTrajectory()
            .map(it -> it ? Recognition.Kind.TRAJECTORY : Recognition.Kind.WEIGHTS)
            .orElse(taken.kind());
    boolean told = kind != taken.kind();
    return switch (kind) {
      case RUN -> MeasuredRun.open(MeasuredRun.require(path), Engines.atHand(), options);
      case WEIGHTS -> weights(told ? "" : taken.otherwise());
      case TRAJECTORY -> trajectory(told ? "" : taken.otherwise());
    };
  }

  private Opened weights(String otherwise) throws IOException {
    Weights weights = FiniteWeights.of(WeightsFile.open(path));
    Engine engine = Engines.atHand();
    long seed = options.seed(1);
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Workplace.words(
                Provenance.ofFile(
                    WeightsFile.main(path).orElse(path),
                    seed,
                    "",
                    options.device(),
                    engine.name())));
    provenance.put("kind", "weights");
    provenance.put("contents", words(weights.account(), otherwise));
    return new Opened(
        path.toString(),
        MeasureContext.ofWeights(weights, options.ofFile(1), new Seed(seed))
            .withAlgebra(engine.algebra(options.engine().threads())),
        provenance,
        List.of());
  }

  private static String words(String contents, String otherwise) {
    return otherwise.isEmpty() ? contents : contents + " " + otherwise;
  }

  private Opened trajectory(String otherwise) throws IOException {
    Trajectory trajectory = TrajectoryFiles.open(path, options.isTrajectory().orElse(false));
    long seed = options.seed(1);
    Engine engine = Engines.atHand();
    List<Path> files = TrajectoryFiles.states(path, options.isTrajectory().orElse(false));
    MeasureContext context =
        MeasureContext.ofTrajectory(trajectory, options.ofFile(1), new Seed(seed))
            .withAlgebra(engine.algebra(options.engine().threads()));
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Workplace.words(
                Provenance.ofFiles(path, files, seed, options.device(), engine.name())));
    provenance.put("kind", "trajectory");
    provenance.put("contents", words("Taken for " + trajectory.kind() + ".", otherwise));
    return new Opened(path.toString(), context, provenance, List.of());
  }
}
