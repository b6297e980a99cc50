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
import org.sweetspot.measure.target.ModelTarget;
import org.sweetspot.run.Provenance;
import org.sweetspot.torch.TorchEngine;
import org.sweetspot.torch.TorchProblem;

/** A TorchScript file with data to measure it on. */
final class ModuleFile {
  /** What every archive begins with. */
  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

  private final Path path;
  private final TargetOptions options;

  ModuleFile(Path path, TargetOptions options) {
    this.path = path;
    this.options = options;
  }

  /** The module, to be measured on data of that name. */
  ModelTarget target(String name) {
    return new ModelTarget(path.toString(), seed -> load(name, seed));
  }

  private ModelTarget.Loaded load(String name, long seed) throws IOException {
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
    TorchEngine engine = Engines.torch("the TorchScript file " + path);
    TorchProblem problem =
        InputChecks.of(
            () ->
                engine.openScript(
                    path.toString(), options.engine(), options.loss(), options.output(), data));
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Provenance.ofFile(path, seed, data.hash(), options.device(), engine.name()).words());
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
    return new ModelTarget.Loaded(
        problem,
        path.getFileName() + " on " + name,
        options.engine().precision(),
        Math.max(1, data.train().count()),
        options.facts(),
        provenance,
        List.of(problem));
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
