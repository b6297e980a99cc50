package org.sweetspot.torch.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.RefusedException;

/** Reads a module that PyTorch scripted or traced, and says clearly why it cannot. */
final class ScriptFile {
  private static final String EXPECTED =
      "expected a module written by torch.jit.script(model).save(file), got ";

  private ScriptFile() {}

  /**
   * What was read.
   *
   * @param module in the current scope
   * @param traced whether it was traced, and not scripted
   * @param remark on what stands in its code for what it was saved with; empty if nothing
   */
  record Read(JitModule module, boolean traced, Optional<String> remark) {}

  /** The module, in the current scope. */
  static Read load(String file) {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException(
          "model torch-script: expected a file, got "
              + file
              + ", which does not exist; give its"
              + " path relative to the recipe");
    }
    boolean traced = isTraced(path);
    refuseUnsafe(path);
    Optional<Path> replaced = Optional.empty();
    try {
      replaced = ScriptKernels.replaced(path);
      // On the CPU first, wherever it was saved.
      JitModule module =
          torch.load(
              replaced.orElse(path).toString(),
              new DeviceOptional(new Device(torch.DeviceType.CPU)),
              true);
      return new Read(module, traced, replaced.map(copy -> ScriptKernels.REMARK));
    } catch (IOException | RuntimeException cause) {
      throw new IllegalArgumentException(
          "model torch-script: "
              + EXPECTED
              + file
              + ", which libtorch cannot read; write the file again",
          cause);
    } finally {
      replaced.ifPresent(ScriptFile::delete);
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException stays) {
      copy.toFile().deleteOnExit();
    }
  }

  /** A module is a program: before any of it runs, its code is looked through. */
  private static void refuseUnsafe(Path path) {
    try (ZipFile archive = new ZipFile(path.toFile());
        InputStream start = Files.newInputStream(path)) {
      // Other formats that libtorch reads begin otherwise, whatever archive follows.
      Optional<String> doubt =
          start.read() == 'P' && start.read() == 'K'
              ? ScriptSafety.doubt(archive)
              : Optional.of("bytes before the archive");
      if (doubt.isPresent()) {
        throw new RefusedException(
            "model torch-script",
            "a module that computes with tensors and does nothing else",
            doubt.get() + " of " + path,
            "remove what reads, writes, prints or calls others from the module and script it"
                + " again, or measure its weights alone");
      }
    } catch (IOException | IllegalArgumentException cause) {
      if (cause instanceof RefusedException refused) {
        throw refused;
      }
      throw new RefusedException(
          "model torch-script",
          "a whole archive",
          path + " (" + cause.getMessage() + ")",
          "write the file again",
          cause);
    }
  }

  /** A tracer leaves its inputs in the archive. */
  private static boolean isTraced(Path path) {
    try (ZipFile archive = new ZipFile(path.toFile())) {
      boolean code = archive.stream().anyMatch(entry -> entry.getName().contains("/code/"));
      if (!code) {
        throw new IllegalArgumentException(
            "model torch-script: "
                + EXPECTED
                + path
                + ", an archive without code (a state_dict?); save the scripted module itself");
      }
      return archive.stream().anyMatch(entry -> entry.getName().endsWith("/traced_inputs.pkl"));
    } catch (IOException cause) {
      throw new IllegalArgumentException(
          "model torch-script: "
              + EXPECTED
              + path
              + ", which is truncated or no archive; write the file again",
          cause);
    }
  }
}
