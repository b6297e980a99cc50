package org.sweetspot.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.sweetspot.torch.tensor.EngineException;

/** Looks at the machine: everything that has made a run fail or crawl before. */
final class Doctor {
  private static final double GIBI = 1L << 30;
  private static final int JAVA = 17;

  private Doctor() {}

  static List<Finding> examine() {
    return List.of(java(), cores(), memory(), disk(), allocator(System.getenv()), engine());
  }

  private static Finding java() {
    String found =
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + " in "
            + System.getProperty("java.home");
    return Runtime.version().feature() >= JAVA
        ? Finding.fit("Java", found)
        : Finding.unfit("Java", found, "install a JDK " + JAVA + " or newer");
  }

  private static Finding cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    String found = cores + (cores == 1 ? " core" : " cores");
    return cores >= 2
        ? Finding.fit("cores", found)
        : Finding.slow("cores", found, "works, at about half the speed of the examples' times");
  }

  private static Finding memory() {
    double free = 0;
    double total = 0;
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      total = system.getTotalMemorySize() / GIBI;
      free = available(system.getFreeMemorySize() / GIBI);
    }
    String found =
        String.format(
            Locale.ROOT,
            "%.1f GiB available of %.1f, Java heap up to %.1f",
            free,
            total,
            Runtime.getRuntime().maxMemory() / GIBI);
    return free >= 2
        ? Finding.fit("memory", found)
        : Finding.unfit("memory", found, "close other programs until 2 GiB are available");
  }

  /** What Linux calls available counts the caches it would give back. */
  private static double available(double free) {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / (1 << 20))
          .findFirst()
          .orElse(free);
    } catch (IOException notLinux) {
      return free;
    }
  }

  private static Finding disk() {
    return attempt(
        "disk",
        () -> {
          Path here = Path.of("").toAbsolutePath();
          Path home = Path.of(System.getProperty("user.home"));
          double runs = here.toFile().getUsableSpace() / GIBI;
          double natives = home.toFile().getUsableSpace() / GIBI;
          String found =
              String.format(Locale.ROOT, "%.1f GiB free here, %.1f in %s", runs, natives, home);
          if (!Files.isWritable(home)) {
            return Finding.unfit(
                "disk",
                "the home folder " + home + " can't be written",
                "set SWEETSPOT_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=FOLDER");
          }
          return runs >= 1 && natives >= 1
              ? Finding.fit("disk", found)
              : Finding.unfit("disk", found, "free 1 GiB: libtorch unpacks 445 MB into the home");
        });
  }

  /** Glibc's allocator unmaps large tensors after every operation unless told not to. */
  static Finding allocator(Map<String, String> environment) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Finding.fit("allocator", "nothing to set on " + System.getProperty("os.name"));
    }
    List<String> missing =
        List.of("MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_").stream()
            .filter(name -> !environment.containsKey(name))
            .toList();
    return missing.isEmpty()
        ? Finding.fit("allocator", "glibc keeps the memory of large tensors")
        : Finding.slow(
            "allocator",
            "not set: " + String.join(", ", missing),
            "start with ./sweetspot, which sets them, or set them yourself");
  }

  private static Finding engine() {
    if (!Engines.isInstalled()) {
      return Finding.fit(
          "engine", "libtorch is not installed: weights and trajectories are measured without it");
    }
    return attempt("engine", EngineCheck::examine);
  }

  private static Finding attempt(String subject, Supplier<Finding> check) {
    try {
      return check.get();
    } catch (EngineException failure) {
      return Finding.unfit(
          subject, String.valueOf(failure.getMessage()), "see docs/cuda-and-platforms.md");
    } catch (RuntimeException | LinkageError failure) {
      return Finding.unfit(
          subject,
          String.valueOf(failure),
          "run with --verbose and see docs/cuda-and-platforms.md");
    }
  }
}
