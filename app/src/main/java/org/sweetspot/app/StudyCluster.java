package org.sweetspot.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sweetspot.grid.Cluster;
import org.sweetspot.grid.GridEntry;
import org.sweetspot.grid.WorkerTask;

/**
 * Carries the runs of a grid out on a cluster, whose machines reach the runs' folder and the store.
 */
final class StudyCluster {
  private static final long POLL_MILLIS = 500;

  private final String url;
  private final Cluster cluster;
  private volatile boolean stopped;

  private StudyCluster(String url, Cluster cluster) {
    this.url = url;
    this.cluster = cluster;
  }

  /** The cluster of an address, of those that this program was built with. */
  static StudyCluster of(String url) {
    List<String> known = new ArrayList<>();
    for (Cluster one : ServiceLoader.load(Cluster.class)) {
      if (one.knows(url)) {
        return new StudyCluster(url, one);
      }
      known.add(one.getClass().getSimpleName());
    }
    throw new UserException(
        "--cluster " + url,
        "an address of a cluster that this program was built for",
        known.isEmpty() ? "a program without any cluster" : "none of " + known,
        "for Spark build the optional module and put it on the class path: spark/README.md");
  }

  /** Asks to stop. Safe from any thread. */
  void stop() {
    stopped = true;
    cluster.close();
  }

  /** Carries out what is not settled. */
  void carryOut(StudyRuns runs, Progress progress) throws IOException {
    List<WorkerTask> tasks =
        runs.store().entries().stream()
            .filter(entry -> !entry.state().isSettled())
            .map(entry -> runs.task(entry.run()))
            .toList();
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try {
      Future<?> work =
          beside.submit(
              () -> {
                cluster.carryOut(url, tasks);
                return null;
              });
      while (!stopped && !isDone(work)) {
        int settled =
            (int)
                runs.store().entries().stream()
                    .map(GridEntry::state)
                    .filter(GridEntry.State::isSettled)
                    .count();
        progress.at((double) settled / runs.size(), settled + " of " + runs.size());
      }
    } finally {
      cluster.close();
      beside.shutdown();
    }
  }

  private static boolean isDone(Future<?> work) throws IOException {
    try {
      work.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException busy) {
      return false;
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException known ? known : new IOException(failed);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
