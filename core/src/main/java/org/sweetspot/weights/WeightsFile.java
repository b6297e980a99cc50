package org.sweetspot.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.format.ExportedProgram;
import org.sweetspot.format.FileTensors;
import org.sweetspot.format.FlaxFile;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.GgufFile;
import org.sweetspot.format.Hdf5File;
import org.sweetspot.format.LegacyTorchFile;
import org.sweetspot.format.NpzTensors;
import org.sweetspot.format.OnnxFile;
import org.sweetspot.format.SafetensorsFile;
import org.sweetspot.format.ShardedIndex;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.format.TensorBundle;
import org.sweetspot.format.TfliteFile;
import org.sweetspot.format.TorchFile;
import org.sweetspot.weights.FileContents.Source;

/**
 * Opens files of weights of every {@link FileKind}, and models' folders. The kind is told by the
 * contents, not by the name.
 */
public final class WeightsFile {
  private static final Pattern PART = Pattern.compile(".*-(\\d{5})-of-(\\d{5})\\.\\w+");

  private WeightsFile() {}

  /**
   * Reads what a file says of its tensors; their numbers are read when they are asked for.
   *
   * @throws FormatException if it is no file of weights, damaged or hostile
   */
  public static Weights open(Path file) throws IOException {
    return Files.isDirectory(file) ? folder(file) : single(file);
  }

  /**
   * What a path stands for: TensorFlow's people give a checkpoint by its beginning, without .index,
   * or one of its shards, and a SavedModel by the file in it.
   */
  public static Path resolve(Path given) {
    String name = String.valueOf(given.getFileName());
    Path index =
        given.resolveSibling(name.replaceFirst("\\.data-\\d{5}-of-\\d{5}$", "") + ".index");
    boolean shard = name.matches(".*\\.data-\\d{5}-of-\\d{5}");
    if (Files.isRegularFile(index) && (shard || !Files.exists(given))) {
      return index;
    }
    Path folder = given.toAbsolutePath().getParent();
    return name.equals("saved_model.pb") && folder != null && Files.exists(given) ? folder : given;
  }

  private static Weights folder(Path folder) throws IOException {
    Optional<ModelFolder> model = ModelFolder.of(folder);
    if (model.isEmpty()) {
      throw ModelFolder.refused(folder);
    }
    Path file = model.get().file();
    Weights weights = single(file);
    return new Weights(
        folder.getFileName() + "/" + file.getFileName(),
        model.get().text(weights.kind()),
        weights.tensors(),
        weights.leftOut());
  }

  /** The files that {@link #open} reads first for a path: the file itself, or one in the folder. */
  public static Optional<Path> main(Path path) throws IOException {
    return Files.isDirectory(path)
        ? ModelFolder.of(path).map(ModelFolder::file)
        : Optional.of(path);
  }

  /** The files of weights directly in a folder, without what trainings keep beside them. */
  public static List<Path> inside(Path folder) throws IOException {
    return ModelFolder.candidates(folder);
  }

  private static Weights single(Path file) throws IOException {
    String origin = String.valueOf(file.getFileName());
    FileKind kind = FileKind.of(file);
    Source source = new Source(origin, kind.text() + part(origin));
    return switch (kind) {
      case INDEX -> sharded(origin, file);
      case TORCH -> torch(origin, file);
      case LEGACY_TORCH -> FileContents.named(source, LegacyTorchFile.open(file));
      case NPZ -> FileContents.named(source, NpzTensors.of(file));
      case NPY -> FileContents.named(source, new FileTensors(List.of(NpzTensors.single(file))));
      case KERAS, HDF5 -> keras(source, file);
      case SAFETENSORS -> FileContents.named(source, SafetensorsFile.tensors(file));
      case ONNX -> FileContents.onnx(source, OnnxFile.open(file));
      case EXPORTED -> FileContents.named(source, ExportedProgram.open(file));
      case GGUF -> FileContents.named(source, GgufFile.open(file));
      case TFLITE -> FileContents.tflite(source, TfliteFile.open(file));
      case TENSORFLOW -> FileContents.named(source, TensorBundle.open(file));
      case FLAX -> FileContents.named(source, FlaxFile.open(file));
    };
  }

  /** What is said of a part of a model that lies in several files; empty of a whole one. */
  private static String part(String origin) {
    Matcher part = PART.matcher(origin);
    return part.matches() && Integer.parseInt(part.group(2)) > 1
        ? ", part "
            + Integer.parseInt(part.group(1))
            + " of "
            + Integer.parseInt(part.group(2))
            + " of a model (give its folder or index for all of it)"
        : "";
  }

  private static Weights torch(String origin, Path file) throws IOException {
    TorchFile torch = TorchFile.open(file);
    String kind =
        torch.frozen()
            ? "a frozen TorchScript archive, which does not say which constants were trained"
            : torch.script()
                ? "a TorchScript archive, its weights alone"
                : FileKind.TORCH.text() + part(origin);
    return FileContents.named(new Source(origin, kind), torch.contents());
  }

  private static Weights keras(Source source, Path file) throws IOException {
    Hdf5File hdf = Hdf5File.open(file);
    return FileContents.keras(source, new FileTensors(hdf.tensors(), hdf.skipped()));
  }

  private static Weights sharded(String origin, Path file) throws IOException {
    Map<Path, Shard> shards = new HashMap<>();
    List<StoredTensor> tensors = new ArrayList<>();
    Map<String, String> unread = new LinkedHashMap<>();
    for (Map.Entry<String, Path> entry : ShardedIndex.read(file).files().entrySet()) {
      Shard shard = shards.get(entry.getValue());
      if (shard == null) {
        shard = Shard.of(entry.getValue());
        shards.put(entry.getValue(), shard);
      }
      String name = entry.getKey();
      StoredTensor tensor = shard.tensors.get(name);
      String reason = shard.unread.get(name);
      if (tensor != null) {
        tensors.add(tensor);
      } else if (reason != null) {
        unread.put(name, reason);
      } else {
        throw new FormatException(
            file + ", weight_map",
            "a tensor " + name + " in " + entry.getValue().getFileName(),
            "none of that name",
            "index and parts belong to different models: download them anew");
      }
    }
    return FileContents.named(
        new Source(origin, "an index of " + shards.size() + " files"),
        new FileTensors(tensors, unread));
  }

  /** One of the files of an index. */
  private record Shard(Map<String, StoredTensor> tensors, Map<String, String> unread) {
    static Shard of(Path file) throws IOException {
      FileTensors contents =
          switch (FileKind.of(file)) {
            case SAFETENSORS -> SafetensorsFile.tensors(file);
            case TORCH -> TorchFile.open(file).contents();
            case LEGACY_TORCH -> LegacyTorchFile.open(file);
            default ->
                throw new FormatException(
                    file.toString(),
                    "safetensors or a PyTorch file",
                    FileKind.of(file).text(),
                    "download this part anew");
          };
      Map<String, StoredTensor> byName = new HashMap<>();
      contents.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
      return new Shard(byName, contents.unread());
    }
  }
}
