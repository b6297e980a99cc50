package org.sweetspot.torch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.torch.model.Parameter;

/**
 * Whether a model fits into memory, asked before any of it is taken.
 *
 * <p>At least five vectors of p parameters are held while a model is trained or measured: weights,
 * gradient, last good weights, one of the optimizer, one more for scratch; and its initial weights
 * in Java, at 8 bytes each. Activations come on top and are not counted: this refuses what can't
 * fit, and doesn't promise that the rest does.
 */
final class MemoryNeed {
  private static final int VECTORS = 5;
  private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 8;
  private static final Path LINUX = Path.of("/proc/meminfo");
  private static final double GIGABYTE = 1e9;

  private MemoryNeed() {}

  /** Refuses what can't fit on this machine. */
  static void check(List<Parameter> parameters, EngineRecipe engine) {
    double count = 0;
    for (Parameter part : parameters) {
      double size = 1;
      for (long extent : part.group().shape()) {
        size *= extent;
      }
      count += size;
    }
    boolean elsewhere = engine.device() != EngineRecipe.Device.CPU;
    check(
        count,
        engine,
        elsewhere ? Double.MAX_VALUE : available(),
        (double) Runtime.getRuntime().maxMemory());
  }

  /**
   * Refuses what can't fit.
   *
   * @param count parameters
   * @param available bytes for tensors
   * @param heap bytes for Java
   */
  static void check(double count, EngineRecipe engine, double available, double heap) {
    double tensors = VECTORS * count * engine.precision().bytes();
    if (tensors > available || count > MOST_PARAMETERS) {
      throw refused(
          count,
          tensors,
          Math.min(available, VECTORS * (double) MOST_PARAMETERS * engine.precision().bytes()),
          "",
          "make the model smaller (fewer classes, if the labels have too many), compute in single"
              + " precision, or use a machine with more memory");
    }
    if (Double.BYTES * count > heap) {
      throw refused(
          count,
          Double.BYTES * count,
          heap,
          " to Java",
          "give Java more, for instance SWEETSPOT_JAVA_OPTIONS=-Xmx16g, or make the model smaller");
    }
  }

  private static RefusedException refused(
      double count, double needed, double available, String whom, String remedy) {
    return new RefusedException(
        "model",
        String.format(
            Locale.ROOT,
            "one that fits into memory, where %.3g GB are available%s",
            available / GIGABYTE,
            whom),
        String.format(
            Locale.ROOT, "%.4g parameters, which take at least %.3g GB", count, needed / GIGABYTE),
        remedy);
  }

  /** What the system can give without swapping. */
  private static double available() {
    double total = total();
    try {
      for (String line : Files.readAllLines(LINUX)) {
        if (line.startsWith("MemAvailable:")) {
          return Math.min(total, 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException elsewhere) {
      // Only Linux has the file.
      return total;
    }
    return total;
  }

  private static double total() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Double.MAX_VALUE;
  }
}
