package org.sweetspot.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Fuzzes every loader on several threads: a count of inputs, or a time. */
final class FuzzMain {
  private FuzzMain() {}

  /**
   * Runs.
   *
   * @param arguments how many inputs, or minutes with an m behind; threads; the seed
   */
  public static void main(String[] arguments)
      throws IOException, URISyntaxException, InterruptedException, ExecutionException {
    boolean minutes = arguments[0].endsWith("m");
    double amount = Double.parseDouble(arguments[0].replace("m", ""));
    int workers = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    List<Loader> loaders = Loaders.all();
    long begin = System.nanoTime();
    long end = minutes ? begin + (long) (60e9 * amount) : Long.MAX_VALUE;
    long count = minutes ? Long.MAX_VALUE : (long) Math.ceil(amount / workers);
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    List<Future<Fuzzing>> tasks = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      RandomStream stream = new Seed(seed).stream("fuzz/" + worker);
      Path folder = Files.createTempDirectory("sweetspot-fuzzing-");
      tasks.add(
          threads.submit(
              () -> {
                Fuzzing fuzzing = new Fuzzing(loaders, folder, true);
                for (long i = 0; i < count && System.nanoTime() < end; i++) {
                  fuzzing.next(i, stream);
                }
                return fuzzing;
              }));
    }
    threads.shutdown();
    // Not closed: standard output is not ours to close.
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    long read = 0;
    long refused = 0;
    for (Future<Fuzzing> task : tasks) {
      Fuzzing done = task.get();
      read += done.read();
      refused += done.refused();
      out.printf(
          "at most %.0f MB allocated and %.2f s of the processor for one input%n",
          done.mostBytes() / 1e6, done.mostSeconds());
    }
    out.printf(
        "%d inputs over %d loaders in %.0f s: %d read, %d refused in words, nothing else%n",
        read + refused, loaders.size(), (System.nanoTime() - begin) * 1e-9, read, refused);
  }
}
