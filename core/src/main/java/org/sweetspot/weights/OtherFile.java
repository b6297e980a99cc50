package org.sweetspot.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.format.FormatException;

/** What a file is that holds no weights, in words, and what to do about it. */
final class OtherFile {
  private static final String ANOTHER = "give the file of weights itself";

  private OtherFile() {}

  /** Whether a file is a part of what torch.distributed.checkpoint wrote. */
  static boolean isShard(Path file) {
    return String.valueOf(file.getFileName()).endsWith(".distcp");
  }

  /** What to say of a distributed checkpoint, or of a part of one. */
  static FormatException distributed(Path file, String folder) {
    return new FormatException(
        file.toString(),
        "the weights in one file, or in files with an index.json",
        "a distributed checkpoint of PyTorch, whose parts are pieces of tensors",
        "join it: python -m torch.distributed.checkpoint.format_utils dcp_to_torch "
            + folder
            + " weights.pt");
  }

  /** What a file of no known kind is. */
  static FormatException refused(Path file, byte[] start, String expected) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String text = new String(start, StandardCharsets.ISO_8859_1).strip();
    if (text.startsWith("version https://git-lfs")) {
      return wrong(
          file,
          expected,
          "a pointer of Git LFS, which stands in place of the file",
          "fetch the file itself: git lfs pull, or download it from the repository's page");
    }
    if (start.length == 0) {
      return wrong(
          file, expected, "an empty file", "download or save it again: nothing was written");
    }
    if (text.startsWith("<")) {
      return wrong(
          file,
          expected,
          "a page of HTML or XML, perhaps a server's error in place of the file",
          "download the file again, from the link to the file and not to its page");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return wrong(
          file, expected, "a JSON text", "give the file of weights beside it, or its index.json");
    }
    if (start.length > 262
        && new String(start, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
      return wrong(
          file,
          expected,
          "a tar archive",
          "unpack it, and give what is inside; the first PyTorch versions wrote such files too:"
              + " load it there and save the state_dict to a new file");
    }
    if (FileKind.starts(start, 0x1f, 0x8b)) {
      return wrong(file, expected, "a file packed with gzip", "unpack it: gunzip -k " + name);
    }
    if (FileKind.starts(start, 0x28, 0xb5, 0x2f, 0xfd)) {
      return wrong(file, expected, "a file packed with zstd", "unpack it: zstd -d " + name);
    }
    if (FileKind.starts(start, 0x04, 0x22, 0x4d, 0x18)) {
      return wrong(
          file,
          expected,
          "a file packed with lz4, for instance by joblib",
          "load it in Python (joblib.load) and save its arrays to a new file with numpy.savez");
    }
    if (text.startsWith("cnn") || text.startsWith("7767517")) {
      return wrong(file, expected, "the text of an ncnn model", "give the model it was made from");
    }
    if (file.toAbsolutePath().toString().contains("com.apple.CoreML")) {
      return coreMl(file, expected, "a part of a Core ML package, whose format is Apple's own");
    }
    if (start.length < 8) {
      return wrong(
          file,
          expected,
          "a file of " + start.length + (start.length == 1 ? " byte" : " bytes"),
          "the file is cut off: download or save it again");
    }
    boolean printable =
        text.chars().allMatch(c -> c >= 0x20 || c == '\t' || c == '\n' || c == '\r');
    return printable && text.chars().allMatch(c -> c < 0x7f)
        ? wrong(file, expected, "a text", ANOTHER)
        : wrong(
            file,
            expected,
            "bytes that begin otherwise (" + Files.size(file) + " bytes)",
            "give one of these files");
  }

  /** Core ML's own kind of model, which begins as ONNX does. */
  static Optional<FormatException> coreMl(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".mlmodel")
        ? Optional.of(
            coreMl(file, "a file of weights", "a Core ML model, whose format is Apple's own"))
        : Optional.empty();
  }

  private static FormatException coreMl(Path file, String expected, String got) {
    return wrong(
        file, expected, got, "give the model it was converted from (PyTorch, TensorFlow, ONNX)");
  }

  private static FormatException wrong(Path file, String expected, String got, String remedy) {
    return new FormatException(file.toString(), expected, got, remedy);
  }
}
