package org.sweetspot.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.format.ExportedProgram;
import org.sweetspot.format.FlaxFile;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.Hdf5File;
import org.sweetspot.format.LegacyTorchFile;
import org.sweetspot.format.NpzTensors;
import org.sweetspot.format.TensorBundle;
import org.sweetspot.format.TfliteFile;
import org.sweetspot.format.TorchFile;

/** Kinds of files of weights, told by their contents and not by their names. */
public enum FileKind {
  /** A JSON index of several files. */
  INDEX("an index of several files"),
  /** PyTorch's zip archive, TorchScript too. */
  TORCH("a PyTorch file (zip archive)"),
  /** PyTorch before 1.6. */
  LEGACY_TORCH("a PyTorch file in the format from before version 1.6"),
  /** NumPy's archive of arrays. */
  NPZ("a NumPy archive (npz)"),
  /** One array of NumPy. */
  NPY("a NumPy array (npy)"),
  /** Keras 3. */
  KERAS("a Keras archive"),
  /** Keras 2, and weights of Keras 3. */
  HDF5("HDF5, weights of Keras"),
  /** Safetensors. */
  SAFETENSORS("a safetensors file"),
  /** ONNX. */
  ONNX("an ONNX model (a graph does not say which of its constants were trained)"),
  /** An archive of torch.export. */
  EXPORTED("a torch.export archive (pt2)"),
  /** llama.cpp's. */
  GGUF("a GGUF file"),
  /** TensorFlow Lite. */
  TFLITE("a TensorFlow Lite model (a graph does not say which of its constants were trained)"),
  /** The index of a TensorFlow checkpoint or of a SavedModel's variables. */
  TENSORFLOW("a TensorFlow checkpoint"),
  /** Flax. */
  FLAX("a Flax file (MessagePack)");

  private static final int START = 264;
  private static final String KINDS =
      "weights: safetensors, PyTorch, torch.export, npz, npy, Keras, ONNX, GGUF, TensorFlow,"
          + " TensorFlow Lite, Flax, or an index of such files";

  private final String text;

  FileKind(String text) {
    this.text = text;
  }

  /** With its article. */
  public String text() {
    return text;
  }

  /**
   * The kind of a file.
   *
   * @throws FormatException if it is none of them; says what it is, where that can be told
   */
  public static FileKind of(Path file) throws IOException {
    byte[] start = start(file);
    Optional<FormatException> coreMl = OtherFile.coreMl(file);
    if (coreMl.isPresent()) {
      throw coreMl.get();
    }
    if (OtherFile.isShard(file)) {
      throw OtherFile.distributed(file, String.valueOf(file.toAbsolutePath().getParent()));
    }
    Optional<FileKind> kind = told(file, start);
    if (kind.isEmpty()) {
      throw OtherFile.refused(file, start, KINDS);
    }
    return kind.get();
  }

  /** Whether a file is one of weights by its beginning; says nothing about the rest of it. */
  public static boolean fits(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Optional<FileKind> kind = told(file, start(file));
    // A single byte is too little to tell ONNX among other files.
    return kind.isPresent() && (kind.get() != ONNX || file.toString().endsWith(".onnx"));
  }

  private static Optional<FileKind> told(Path file, byte[] start) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    // First: the length that it begins with can look like the beginning of any other kind.
    if (safetensors(start)) {
      return Optional.of(SAFETENSORS);
    }
    if (name.endsWith(".json")
        && (starts(start, '{') || starts(start, ' ') || starts(start, '\n'))) {
      return Optional.of(INDEX);
    }
    if (starts(start, 'P', 'K', 3, 4)) {
      return Optional.of(archive(file));
    }
    if (starts(start, 0x89, 'H', 'D', 'F')) {
      return Optional.of(HDF5);
    }
    if (starts(start, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      return Optional.of(NPY);
    }
    if (LegacyTorchFile.fits(start)) {
      return Optional.of(LEGACY_TORCH);
    }
    if (starts(start, 'G', 'G', 'U', 'F')) {
      return Optional.of(GGUF);
    }
    if (TfliteFile.fits(start)) {
      return Optional.of(TFLITE);
    }
    if (TensorBundle.fits(file)) {
      return Optional.of(TENSORFLOW);
    }
    if (FlaxFile.fits(start) && (name.endsWith(".msgpack") || name.endsWith(".flax"))) {
      return Optional.of(FLAX);
    }
    return starts(start, 8) || name.endsWith(".onnx") ? Optional.of(ONNX) : Optional.empty();
  }

  private static FileKind archive(Path file) throws IOException {
    List<String> names = NpzTensors.entries(file);
    if (names.contains(Hdf5File.KERAS_ENTRY)) {
      return KERAS;
    }
    if (ExportedProgram.fits(names)) {
      return EXPORTED;
    }
    return TorchFile.fits(names) ? TORCH : NPZ;
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

  static boolean starts(byte[] start, int... magic) {
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

  static boolean starts(byte[] start, String text) {
    return starts(start, text.getBytes(StandardCharsets.ISO_8859_1), 0);
  }

  private static boolean starts(byte[] start, byte[] magic, int at) {
    return start.length >= at + magic.length
        && java.util.Arrays.equals(start, at, at + magic.length, magic, 0, magic.length);
  }

  /** The header's length in eight bytes, then the header, a JSON object. */
  private static boolean safetensors(byte[] start) {
    return start.length >= 9
        && start[8] == '{'
        && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong() >>> 40 == 0;
  }
}
