package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.measure.target.ModelReader;
import org.sweetspot.measure.target.ModelTarget;
import org.sweetspot.run.Provenance;

/** A model file with data, opened by a library that only some programs carry. */
final class ReadModel {
  private static final String ONNX = ".onnx";

  private final Path path;
  private final String data;
  private final ModelReader reader;
  private final TargetOptions options;

  private ReadModel(Path path, String data, ModelReader reader, TargetOptions options) {
    this.path = path;
    this.data = data;
    this.reader = reader;
    this.options = options;
  }

  /**
   * What opens a file with the data of the options; none without data, and for files that the
   * program opens itself.
   */
  static Optional<ReadModel> of(Path path, TargetOptions options) {
    boolean named = path.toString().toLowerCase(Locale.ROOT).endsWith(ONNX);
    if (options.data().isEmpty() || !Files.isRegularFile(path)) {
      if (options.features().isPresent()) {
        throw new UserException(
            "--features " + options.features().get(),
            "an ONNX model with --data",
            path + (options.data().isEmpty() ? " without data" : ""),
            "leave --features out");
      }
      return Optional.empty();
    }
    for (ModelReader reader : ServiceLoader.load(ModelReader.class)) {
      if (reader.knows(path)) {
        return Optional.of(new ReadModel(path, options.data().get(), reader, options));
      }
    }
    if (named) {
      throw new UserException(
          path.toString(),
          "a program that carries ONNX Runtime, to measure an ONNX model on data",
          "one without it",
          "use onnx/measure of the sources in place of 'sweetspot measure': it builds the optional"
              + " module; or leave --data out to measure the weights alone");
    }
    return Optional.empty();
  }

  /** The model, to be measured. */
  ModelTarget target() {
    return new ModelTarget(path.toString(), this::load);
  }

  private ModelTarget.Loaded load(long seed) throws IOException {
    DataSet read = NamedData.load(data, options.targetColumn(), options.ignored());
    ModelReader.Opened opened =
        reader.open(
            path,
            read,
            new ModelReader.Wishes(
                options.loss(), options.output(), options.features(), options.engine().threads()));
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Provenance.ofFile(path, seed, read.hash(), options.device(), reader.engine()).words());
    provenance.putAll(opened.readings());
    provenance.put("kind", "model");
    provenance.put(
        "contents",
        "Taken for an ONNX model, measured on "
            + data
            + " ("
            + read.train().count()
            + " examples) by "
            + reader.engine()
            + ".");
    return new ModelTarget.Loaded(
        opened.problem(),
        path.getFileName() + " on " + data,
        opened.precision(),
        Math.max(1, read.train().count()),
        options.facts(),
        provenance,
        List.of(opened.problem()));
  }
}
