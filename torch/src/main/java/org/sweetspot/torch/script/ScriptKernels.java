package org.sweetspot.torch.script;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Kernels of libtorch whose second derivative is wrong, replaced by their formulas in a module's
 * code before it is read.
 *
 * <p>{@code torch._weight_norm(v, g, dim)} is g v / ||v||, norms over all axes but dim. Its first
 * derivative is right; products with its second one are not symmetric on a CPU (libtorch 2.10).
 */
final class ScriptKernels {
  private static final String WEIGHT_NORM = "torch._weight_norm(";

  /** What is said of a module whose code was replaced. */
  static final String REMARK =
      "weight normalization by its formula g v / ||v||, since libtorch's kernel has a wrong second"
          + " derivative";

  private ScriptKernels() {}

  /**
   * A copy of an archive without such kernels, to be deleted by the caller; none if it has none.
   */
  static Optional<Path> replaced(Path file) throws IOException {
    try (ZipFile archive = new ZipFile(file.toFile())) {
      boolean found = false;
      for (ZipEntry entry : archive.stream().toList()) {
        found |= isCode(entry) && text(archive, entry).contains(WEIGHT_NORM);
      }
      if (!found) {
        return Optional.empty();
      }
      Path copy = Files.createTempFile("sweetspot-module", ".pt");
      try (OutputStream out = Files.newOutputStream(copy);
          ZipOutputStream written = new ZipOutputStream(out)) {
        for (ZipEntry entry : archive.stream().toList()) {
          // Notes on lines of the code would speak of other lines.
          if (!entry.getName().endsWith(".debug_pkl")) {
            byte[] bytes =
                isCode(entry)
                    ? formulas(text(archive, entry)).getBytes(StandardCharsets.UTF_8)
                    : archive.getInputStream(entry).readAllBytes();
            store(written, entry.getName(), bytes);
          }
        }
      }
      return Optional.of(copy);
    }
  }

  /** Code with every such call written out. */
  static String formulas(String code) {
    int at = code.indexOf(WEIGHT_NORM);
    if (at < 0) {
      return code;
    }
    int from = at + WEIGHT_NORM.length();
    List<String> arguments = new ArrayList<>();
    int end = arguments(code, from, arguments);
    if (arguments.size() < 2 || arguments.size() > 3) {
      // Not the call that is known; the module proves itself later.
      return code.substring(0, from) + formulas(code.substring(from));
    }
    String v = formulas(arguments.get(0));
    String g = formulas(arguments.get(1));
    String axis = arguments.size() == 3 ? arguments.get(2) : "0";
    return code.substring(0, at)
        + "torch.mul("
        + v
        + ", torch.div("
        + g
        + ", torch.norm_except_dim("
        + v
        + ", 2, "
        + axis
        + ")))"
        + formulas(code.substring(end));
  }

  /** Collects what stands between commas up to the closing parenthesis; where that ends. */
  private static int arguments(String code, int from, List<String> into) {
    int depth = 0;
    int start = from;
    for (int i = from; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if (depth > 0 && (c == ')' || c == ']')) {
        depth--;
      } else if (depth == 0 && (c == ',' || c == ')')) {
        String argument = code.substring(start, i).strip();
        if (!argument.isEmpty()) {
          into.add(argument);
        }
        start = i + 1;
        if (c == ')') {
          return start;
        }
      }
    }
    return code.length();
  }

  private static boolean isCode(ZipEntry entry) {
    return entry.getName().endsWith(".py");
  }

  private static String text(ZipFile archive, ZipEntry entry) throws IOException {
    return new String(archive.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  /** libtorch reads entries that are not compressed. */
  private static void store(ZipOutputStream out, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    entry.setCrc(sum.getValue());
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
