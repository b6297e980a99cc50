package org.sweetspot.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.Hdf5File;
import org.sweetspot.format.NpzTensors;
import org.sweetspot.format.OnnxFile;
import org.sweetspot.format.SafetensorsFile;
import org.sweetspot.format.ShardedIndex;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.format.TorchFile;
import org.sweetspot.weights.FileContents.Source;

/**
 * Opens files of weights of every known kind: safetensors, PyTorch and TorchScript archives, npz
 * and npy, Keras (.h5, .keras), ONNX, and indices of several files. The kind is told by the
 * contents, not by the name.
 */
public final class WeightsFile {
  private static final int START = 264;
  private static final String KINDS =
      "safetensors, a PyTorch archive, npz, npy, Keras HDF5, ONNX, or an index of such files";

  private WeightsFile() {}

  /**
   * Reads what a file says of its tensors; their numbers are read when they are asked for.
   *
   * @throws FormatException if it is no file of weights, damaged or hostile
   */
  public static Weights open(Path file) throws IOException {
    String origin = String.valueOf(file.getFileName());
    byte[] start = start(file);
    if (starts(start, '{') || starts(start, ' ') || starts(start, '\n')) {
      return sharded(origin, file);
    }
    if (starts(start, 'P', 'K', 3, 4)) {
      List<String> names = NpzTensors.entries(file);
      if (names.contains(Hdf5File.KERAS_ENTRY)) {
        return keras(origin, "a Keras archive", file);
      }
      return TorchFile.fits(names)
          ? FileContents.checkpoint(
              new Source(origin, "a PyTorch file (zip archive)"), TorchFile.open(file).tensors())
          : FileContents.plain(new Source(origin, "a NumPy archive (npz)"), NpzTensors.of(file));
    }
    if (starts(start, 0x89, 'H', 'D', 'F')) {
      return keras(origin, "HDF5, weights of Keras", file);
    }
    if (starts(start, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return FileContents.plain(
          new Source(origin, "a NumPy array (npy)"), List.of(NpzTensors.single(file)));
    }
    if (legacy(start)) {
      throw new FormatException(
          file.toString(),
          "PyTorch's zip format",
          "its old format from before version 1.6",
          "save it again in Python: torch.save(torch.load(path), path)");
    }
    if (safetensors(start)) {
      return FileContents.plain(
          new Source(origin, "a safetensors file"), SafetensorsFile.tensors(file));
    }
    if (starts(start, 8) || origin.endsWith(".onnx")) {
      return FileContents.onnx(new Source(origin, "an ONNX model"), OnnxFile.open(file));
    }
    throw new FormatException(file.toString(), KINDS, beginning(file), "give one of these files");
  }

  /** What a file of no known kind is, in words. */
  private static String beginning(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      return "an empty file";
    }
    return size < 8
        ? "a file of " + size + (size == 1 ? " byte" : " bytes")
        : "bytes that begin otherwise";
  }

  private static Weights keras(String origin, String kind, Path file) throws IOException {
    Hdf5File hdf = Hdf5File.open(file);
    return FileContents.keras(new Source(origin, kind), hdf.tensors(), hdf.skipped());
  }

  private static byte[] start(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(),
          "a file of weights",
          Files.isDirectory(file) ? "a folder" : "no such file",
          "give the file itself, or the index.json of several files");
    }
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(START);
    }
  }

  private static boolean starts(byte[] start, int... magic) {
    if (start.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((start[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** The header's length in eight bytes, then the header, a JSON object. */
  private static boolean safetensors(byte[] start) {
    return start.length >= 9
        && start[8] == '{'
        && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong() >>> 40 == 0;
  }

  /** A bare pickle, or the tar archive of the very first versions. */
  private static boolean legacy(byte[] start) {
    boolean tar =
        start.length >= 262
            && new String(start, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    return tar || (starts(start, 0x80) && start.length > 1 && start[1] >= 2 && start[1] <= 5);
  }

  private static Weights sharded(String origin, Path file) throws IOException {
    Map<Path, Map<String, StoredTensor>> shards = new HashMap<>();
    List<StoredTensor> tensors = new ArrayList<>();
    for (Map.Entry<String, Path> entry : ShardedIndex.read(file).files().entrySet()) {
      Map<String, StoredTensor> shard = shards.get(entry.getValue());
      if (shard == null) {
        shard = shard(entry.getValue());
        shards.put(entry.getValue(), shard);
      }
      tensors.add(
          Optional.ofNullable(shard.get(entry.getKey()))
              .orElseThrow(
                  () ->
                      new FormatException(
                          file + ", weight_map",
                          "a tensor " + entry.getKey() + " in " + entry.getValue().getFileName(),
                          "none of that name",
                          "index and parts belong to different models: download them anew")));
    }
    return FileContents.plain(
        new Source(origin, "an index of " + shards.size() + " files"), tensors);
  }

  private static Map<String, StoredTensor> shard(Path file) throws IOException {
    byte[] start = start(file);
    List<StoredTensor> tensors;
    if (safetensors(start)) {
      tensors = SafetensorsFile.tensors(file);
    } else if (starts(start, 'P', 'K', 3, 4)) {
      tensors = TorchFile.open(file).tensors();
    } else {
      throw new FormatException(
          file.toString(),
          "safetensors or a PyTorch archive",
          beginning(file),
          "download this part anew");
    }
    Map<String, StoredTensor> byName = new HashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    return byName;
  }
}
