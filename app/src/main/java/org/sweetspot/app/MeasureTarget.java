package org.sweetspot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.measure.target.ModelTarget;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.measure.target.RunTarget;
import org.sweetspot.measure.target.Target;
import org.sweetspot.measure.target.TrajectoryTarget;
import org.sweetspot.measure.target.WeightsTarget;
import org.sweetspot.training.Engine;
import org.sweetspot.trajectory.Recognition;
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
  OpenTarget open() throws IOException {
    if (PythonModels.isNamed(path)) {
      return python.open(path, options);
    }
    if (options.weights().isPresent()) {
      throw new UserException(
          "--weights",
          "a model that lives in Python as the target, python:MODULE:FUNCTION",
          path.toString(),
          "leave --weights out, or name the function that makes the model");
    }
    if (!Files.exists(path)) {
      throw new UserException(
          path.toString(),
          EXPECTED,
          "nothing there",
          "give a path that exists; sweetspot runs lists the runs");
    }
    requireWeights();
    Optional<ReadModel> read = ReadModel.of(path, options);
    if (read.isPresent()) {
      return open(read.get().target(), Engines.plain(), options);
    }
    if (options.data().isPresent() && Files.isRegularFile(path)) {
      ModelTarget module = new ModuleFile(path, options).target(options.data().get());
      return open(module, Engines.torch("the TorchScript file " + path), options);
    }
    Recognition taken = Recognition.of(path);
    Recognition.Kind kind =
        options
            .isTrajectory()
            .map(it -> it ? Recognition.Kind.TRAJECTORY : Recognition.Kind.WEIGHTS)
            .orElse(taken.kind());
    String note = kind == taken.kind() ? taken.otherwise() : "";
    Target target =
        switch (kind) {
          case RUN -> new RunTarget(MeasuredRun.require(path));
          case WEIGHTS -> new WeightsTarget(path, note);
          case TRAJECTORY -> trajectory(note);
        };
    return open(target, Engines.atHand(), options);
  }

  /** A folder of a single state is the network's weights, unless it was asked for as a way. */
  private Target trajectory(String note) throws IOException {
    boolean asked = options.isTrajectory().orElse(false);
    Optional<Path> only = asked ? Optional.empty() : Recognition.only(path);
    return only.isPresent()
        ? new WeightsTarget(only.get(), "The only state in " + path.getFileName() + ".")
        : new TrajectoryTarget(path, asked, note);
  }

  /** A record alone holds numbers and no weights. */
  private void requireWeights() throws IOException {
    if (!new RecordedFolder(path).exists()) {
      return;
    }
    Path snapshots = path.resolve("snapshots");
    boolean some = false;
    if (Files.isDirectory(snapshots)) {
      try (Stream<Path> files = Files.list(snapshots)) {
        some = files.findAny().isPresent();
      }
    }
    if (!some) {
      throw new UserException(
          path.toString(),
          "a record with snapshots, whose trajectory can be measured",
          "a record without any",
          "record with Recorder(..., snapshots=100); sweetspot diagnose reads it as it is");
    }
  }

  /** Opens a target; what it refuses is the user's mistake. */
  static OpenTarget open(Target target, Engine engine, TargetOptions options) {
    return InputChecks.of(
        () -> {
          try {
            return target.open(engine, options.settings());
          } catch (IOException broken) {
            throw new UncheckedIOException(broken);
          }
        });
  }
}
