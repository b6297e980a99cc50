package org.sweetspot.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.random.Seed;
import org.sweetspot.run.Provenance;
import org.sweetspot.torch.TorchAlgebra;
import org.sweetspot.torch.TorchEngine;
import org.sweetspot.torch.TorchProblem;
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
          + " trajectory (npy or npz of k x p numbers, a folder of checkpoints)";

  /** What every archive begins with. */
  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

  private final Path path;
  private final TargetOptions options;

  MeasureTarget(Path path, TargetOptions options) {
    this.path = WeightsFile.resolve(path);
    this.options = options;
  }

  /** Opens it; mistakes in small things are found before large ones are loaded. */
  Opened open() throws IOException {
    if (!Files.exists(path)) {
      throw new UserException(
          path.toString(),
          EXPECTED,
          "nothing there",
          "give a path that exists; sweetspot runs lists the runs");
    }
    if (options.data().isPresent() && Files.isRegularFile(path)) {
      return module(options.data().get());
    }
    Recognition taken = Recognition.of(path);
    Recognition.Kind kind =
        options
            .isTrajectory()
            .map(it -> it ? Recognition.Kind.TRAJECTORY : Recognition.Kind.WEIGHTS)
            .orElse(taken.kind());
    boolean told = kind != taken.kind();
    return switch (kind) {
      case RUN -> MeasuredRun.open(MeasuredRun.require(path), new TorchEngine(), options);
      case WEIGHTS -> weights(told ? "" : taken.otherwise());
      case TRAJECTORY -> trajectory(told ? "" : taken.otherwise());
    };
  }

  private Opened weights(String otherwise) throws IOException {
    Weights weights = FiniteWeights.of(WeightsFile.open(path));
    TorchAlgebra algebra = new TorchAlgebra(options.engine().threads());
    long seed = options.seed(1);
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Workplace.words(
                Provenance.ofFile(
                    WeightsFile.main(path).orElse(path),
                    seed,
                    "",
                    "cpu",
                    new TorchEngine().name())));
    provenance.put("kind", "weights");
    provenance.put("contents", words(weights.account(), otherwise));
    return new Opened(
        path.toString(),
        MeasureContext.ofWeights(weights, options.ofFile(1), new Seed(seed)).withAlgebra(algebra),
        provenance,
        List.of());
  }

  private static String words(String contents, String otherwise) {
    return otherwise.isEmpty() ? contents : contents + " " + otherwise;
  }

  private Opened trajectory(String otherwise) throws IOException {
    Trajectory trajectory = TrajectoryFiles.open(path, options.isTrajectory().orElse(false));
    long seed = options.seed(1);
    List<Path> files = TrajectoryFiles.states(path, options.isTrajectory().orElse(false));
    MeasureContext context =
        MeasureContext.ofTrajectory(trajectory, options.ofFile(1), new Seed(seed))
            .withAlgebra(new TorchAlgebra(options.engine().threads()));
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Workplace.words(
                Provenance.ofFiles(path, files, seed, "cpu", new TorchEngine().name())));
    provenance.put("kind", "trajectory");
    provenance.put("contents", words("Taken for " + trajectory.kind() + ".", otherwise));
    return new Opened(path.toString(), context, provenance, List.of());
  }

  private Opened module(String name) throws IOException {
    if (!isScript(path)) {
      String expected = "a TorchScript file, to be measured on " + name;
      if (isCutOff(path)) {
        throw new UserException(
            path.toString(),
            expected,
            "the beginning of an archive of " + Files.size(path) + " bytes, whose end is missing",
            "copy or save it again");
      }
      throw new UserException(
          path.toString(),
          expected,
          "a file without a program",
          "write the module with torch.jit.script(model).save(file), or leave --data out to measure"
              + " the weights alone");
    }
    DataSet data = NamedData.load(name, options.targetColumn(), options.ignored());
    TorchEngine engine = new TorchEngine();
    TorchProblem problem =
        Asked.of(
            () ->
                engine.openScript(
                    path.toString(), options.engine(), options.loss(), options.output(), data));
    long seed = options.seed(1);
    MeasureContext context =
        new MeasureContext(
                problem, options.facts(), options.ofFile(data.train().count()), new Seed(seed))
            .withAlgebra(new TorchAlgebra(options.engine().threads()));
    options.choose(context);
    FiniteLoss.require(problem, path.getFileName() + " on " + name);
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Workplace.words(Provenance.ofFile(path, seed, data.hash(), "cpu", engine.name())));
    provenance.putAll(problem.readings());
    provenance.put("kind", "module");
    provenance.put(
        "contents",
        "Taken for a TorchScript module, measured on "
            + name
            + " ("
            + data.train().count()
            + " examples to train on).");
    provenance.put(
        "layers",
        problem
            .whyOpaque()
            .map(reason -> "not known, measured through whole passes: " + reason)
            .orElse("known, measured one by one"));
    return new Opened(path.toString(), context, provenance, List.of(problem));
  }

  /** An archive begins there, but its list of contents, at the end, is missing. */
  private static boolean isCutOff(Path file) throws IOException {
    try (InputStream begin = Files.newInputStream(file)) {
      if (!Arrays.equals(begin.readNBytes(ARCHIVE.length), ARCHIVE)) {
        return false;
      }
    }
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return false;
    } catch (ZipException incomplete) {
      return true;
    }
  }

  private static boolean isScript(Path file) {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return archive.stream().anyMatch(entry -> entry.getName().contains("/code/"));
    } catch (IOException notAnArchive) {
      return false;
    }
  }
}
