package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.run.Provenance;
import org.sweetspot.torch.TorchAlgebra;
import org.sweetspot.torch.TorchEngine;

/** What {@code sweetspot measure} was pointed at: a run, or a model file with data. */
final class MeasureTarget {
  private static final String EXPECTED = "the folder of a run, or a TorchScript file";

  private final Path path;
  private final TargetOptions options;

  MeasureTarget(Path path, TargetOptions options) {
    this.path = path;
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
    if (Files.isDirectory(path)) {
      return MeasuredRun.open(MeasuredRun.require(path), new TorchEngine(), options);
    }
    if (isScript(path)) {
      return module();
    }
    throw new UserException(
        path.toString(),
        EXPECTED,
        "another file",
        "write the module with torch.jit.script(model).save(file)");
  }

  private Opened module() throws IOException {
    String name =
        options
            .data()
            .orElseThrow(
                () ->
                    new UserException(
                        "--data",
                        "the data that " + path + " is measured on",
                        "none",
                        "add --data data.npz with the arrays x and y"));
    DataSet data = NamedData.load(name);
    TorchEngine engine = new TorchEngine();
    Problem problem =
        Asked.of(() -> engine.openScript(path.toString(), options.engine(), options.loss(), data));
    long seed = options.seed(1);
    MeasureContext context =
        new MeasureContext(
                problem, options.facts(), options.ofFile(data.train().count()), new Seed(seed))
            .withAlgebra(new TorchAlgebra(options.engine().threads()));
    return new Opened(
        path.toString(),
        context,
        Workplace.words(Provenance.ofFile(path, seed, data.hash(), "cpu", engine.name())),
        List.of(problem));
  }

  private static boolean isScript(Path file) {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      return archive.stream().anyMatch(entry -> entry.getName().contains("/code/"));
    } catch (IOException notAnArchive) {
      return false;
    }
  }
}
