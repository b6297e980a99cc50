package org.sweetspot.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sweetspot.data.DataException;
import org.sweetspot.format.Damage;
import org.sweetspot.format.FormatException;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.RecipeException;

/**
 * Damages files and reads them. What fails is an exception that is not declared for files, more
 * memory than {@link #MOST_BYTES} taken on the way, or more time than {@link #MOST_SECONDS} of the
 * processor, where times are looked at.
 */
final class Fuzzing {
  /** Allocated for one small damaged file, garbage included. */
  static final long MOST_BYTES = 1L << 30;

  /** Of the processor, for one small damaged file. */
  static final double MOST_SECONDS = 5;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<Loader> loaders;
  private final Path folder;
  private final boolean timed;
  private long read;
  private long refused;
  private long mostBytes;
  private double mostSeconds;

  /** Puts the whole files there, a folder for each loader. */
  Fuzzing(List<Loader> loaders, Path folder, boolean timed) throws IOException {
    this.loaders = List.copyOf(loaders);
    this.folder = folder;
    this.timed = timed;
    for (int i = 0; i < loaders.size(); i++) {
      Path own = Files.createDirectories(folder.resolve(Integer.toString(i)));
      for (Map.Entry<String, byte[]> file : loaders.get(i).files().entrySet()) {
        Files.write(own.resolve(file.getKey()), file.getValue());
      }
    }
  }

  /** Inputs that were read without complaint. */
  long read() {
    return read;
  }

  /** Inputs that were refused in words. */
  long refused() {
    return refused;
  }

  long mostBytes() {
    return mostBytes;
  }

  double mostSeconds() {
    return mostSeconds;
  }

  /** One damaged input of the next loader in turn. */
  void next(long number, RandomStream stream) throws IOException {
    int which = (int) (number % loaders.size());
    Loader loader = loaders.get(which);
    byte[] damaged = Damage.of(loader.whole(), 300, stream);
    Path file = folder.resolve(Integer.toString(which)).resolve(loader.file());
    Files.write(file, damaged);
    attempt(loader, file);
  }

  /** Reads a file as it is now. */
  void attempt(Loader loader, Path file) throws IOException {
    long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    long nanos = timed ? THREADS.getCurrentThreadCpuTime() : 0;
    try {
      loader.reading().read(file);
      read++;
    } catch (FormatException | DataException | RecipeException refusal) {
      refused++;
    } catch (UncheckedIOException late) {
      if (!(late.getCause() instanceof FormatException)) {
        throw failed(loader, file, late);
      }
      refused++;
    } catch (RuntimeException | IOException | Error undeclared) {
      throw failed(loader, file, undeclared);
    }
    bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
    double seconds = timed ? (THREADS.getCurrentThreadCpuTime() - nanos) * 1e-9 : 0;
    mostBytes = Math.max(mostBytes, bytes);
    mostSeconds = Math.max(mostSeconds, seconds);
    if (bytes > MOST_BYTES || seconds > MOST_SECONDS) {
      throw failed(
          loader, file, new IllegalStateException(bytes + " bytes, " + seconds + " seconds"));
    }
  }

  private static AssertionError failed(Loader loader, Path file, Throwable why) throws IOException {
    Path kept = Files.createTempDirectory("sweetspot-fuzz-").resolve(loader.file());
    Files.copy(file, kept);
    return new AssertionError(loader.name() + ": " + why + "; the input is kept in " + kept, why);
  }
}
