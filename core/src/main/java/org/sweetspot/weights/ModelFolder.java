package org.sweetspot.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sweetspot.format.FormatException;

/**
 * The folder of one model as Hugging Face's libraries write it: a configuration, perhaps a
 * tokenizer, and the weights under a known name.
 *
 * @param file that is measured
 * @param others that hold weights of the same model and are not read
 */
record ModelFolder(Path file, List<String> others) {
  // Where several are there they hold the same model; the first is the safest to read.
  private static final List<String> NAMES =
      List.of(
          "model.safetensors.index.json",
          "model.safetensors",
          "diffusion_pytorch_model.safetensors.index.json",
          "diffusion_pytorch_model.safetensors",
          "adapter_model.safetensors",
          "pytorch_model.bin.index.json",
          "pytorch_model.bin",
          "diffusion_pytorch_model.bin",
          "adapter_model.bin",
          "tf_model.h5",
          "flax_model.msgpack",
          "model.onnx");
  private static final List<String> SAVED = List.of("saved_model.pb", "saved_model.pbtxt");
  private static final String VARIABLES = "variables/variables.index";

  // What trainings keep beside the weights, and parts of larger files.
  private static final Pattern BESIDE =
      Pattern.compile(
          "(?:optimizer|optim|scheduler|training_args|rng_state.*|random_states.*|scaler|"
              + "trainer_state)\\.\\w+|.*-\\d{5}-of-\\d{5}(?:\\.\\w+)?|.*\\.json|\\..*");

  private static final Pattern PART = Pattern.compile(".*-\\d{5}-of-\\d{5}\\.\\w+");

  /** Copies the list. */
  ModelFolder {
    others = List.copyOf(others);
  }

  /** The file of weights in a folder: one of a known name, else the only one. */
  static Optional<ModelFolder> of(Path folder) throws IOException {
    if (SAVED.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)))) {
      return Files.isRegularFile(folder.resolve(VARIABLES))
          ? Optional.of(new ModelFolder(folder.resolve(VARIABLES), List.of()))
          : Optional.empty();
    }
    List<String> there =
        NAMES.stream().filter(name -> Files.isRegularFile(folder.resolve(name))).toList();
    if (!there.isEmpty()) {
      return Optional.of(
          new ModelFolder(folder.resolve(there.get(0)), there.subList(1, there.size())));
    }
    List<Path> files = candidates(folder);
    return files.size() == 1 && !OtherFile.isShard(files.get(0))
        ? Optional.of(new ModelFolder(files.get(0), List.of()))
        : Optional.empty();
  }

  /** Files of weights directly in a folder, by their beginning, without what lies beside them. */
  static List<Path> candidates(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> list = Files.list(folder)) {
      inside = list.sorted().toList();
    }
    List<Path> files = new ArrayList<>();
    for (Path path : inside) {
      if (!BESIDE.matcher(String.valueOf(path.getFileName())).matches() && fits(path)) {
        files.add(path);
      }
    }
    return files;
  }

  /** A damaged archive counts: opening it tells what is wrong. */
  private static boolean fits(Path path) throws IOException {
    try {
      return FileKind.fits(path);
    } catch (FormatException damaged) {
      return true;
    }
  }

  /** What to say of a folder without one. */
  static FormatException refused(Path folder) throws IOException {
    List<String> names;
    try (Stream<Path> inside = Files.list(folder)) {
      names = inside.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
    if (names.contains("Manifest.json") && names.contains("Data")) {
      return new FormatException(
          folder.toString(),
          "a model's folder with weights in it",
          "a Core ML package, whose format is Apple's own",
          "give the model it was converted from (PyTorch, TensorFlow, ONNX)");
    }
    if (names.stream().anyMatch(name -> OtherFile.isShard(Path.of(name)))) {
      return OtherFile.distributed(folder, folder.toString());
    }
    if (names.contains("_CHECKPOINT_METADATA") || names.contains("manifest.ocdbt")) {
      return new FormatException(
          folder.toString(),
          "a model's folder with weights in it",
          "an Orbax checkpoint, whose arrays lie in a database (OCDBT)",
          "restore it, and save the parameters with flax.serialization.to_bytes to a .msgpack file,"
              + " or with numpy.savez");
    }
    if (SAVED.stream().anyMatch(names::contains)) {
      return new FormatException(
          folder.toString(),
          "a SavedModel with variables",
          "one without the file "
              + VARIABLES
              + ": its weights, if it has any, are constants of a"
              + " graph",
          "give the model that it was exported from, or convert it to ONNX or TensorFlow Lite");
    }
    if (names.stream().anyMatch(name -> PART.matcher(name).matches())) {
      return new FormatException(
          folder.toString(),
          "the index of a model in several files (for instance model.safetensors.index.json)",
          "parts without it",
          "copy the index beside them, or give one part, to be measured alone");
    }
    String shown = String.join(", ", names.subList(0, Math.min(5, names.size())));
    return new FormatException(
        folder.toString(),
        "a model's folder with weights in it (for instance model.safetensors)",
        names.isEmpty() ? "an empty folder" : "a folder of " + names.size() + ": " + shown,
        "give the file of weights itself");
  }

  /** What was taken, in words. */
  String text(String kind) {
    return (file.endsWith(VARIABLES) ? "a TensorFlow SavedModel, its " : "a model's folder, its ")
        + file.getFileName()
        + " ("
        + kind
        + ")"
        + (others.isEmpty() ? "" : "; not read beside it: " + String.join(", ", others));
  }
}
