package org.sweetspot.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sweetspot.grid.GridEntry;
import org.sweetspot.grid.GridStore;
import org.sweetspot.grid.WorkerTask;

/**
 * Carries the runs of a grid out in processes of this machine, a few at a time, until every run is
 * settled, here or by the workers of other machines that share the store.
 *
 * <p>A worker that ends by a signal gives its run back at once, one that is lost with its machine
 * when its lease ends.
 */
final class StudyPool {
  private static final long WAIT_MILLIS = 100;

  private final StudyRuns runs;
  private final GridStore store;
  private final int jobs;
  private final String name;
  private final List<Worker> working = new ArrayList<>();
  private int started;
  private volatile boolean stopped;

  /** Nothing is started yet. */
  StudyPool(StudyRuns runs, int jobs) {
    this.runs = runs;
    this.store = runs.store();
    this.jobs = jobs;
    ProcessHandle own = ProcessHandle.current();
    // A number of a process is used again; with its start it is used once.
    this.name =
        own.pid() + "-" + own.info().startInstant().map(Object::toString).orElse("unknown") + "-";
  }

  private record Worker(String run, String owner, Process process) {}

  /** Asks to stop: workers end with a checkpoint. Safe from any thread. */
  void stop() {
    stopped = true;
  }

  /** Carries out what is not done. */
  void carryOut(Progress progress) throws IOException {
    try {
      while (!stopped && !settled(progress)) {
        for (String run : store.free()) {
          if (working.size() >= jobs || stopped) {
            break;
          }
          start(run);
        }
        pause();
        for (Worker worker : List.copyOf(working)) {
          if (!worker.process().isAlive()) {
            working.remove(worker);
            ended(worker);
          }
        }
      }
    } finally {
      end();
    }
  }

  private boolean settled(Progress progress) {
    Map<GridEntry.State, Integer> counts = runs.counts();
    int settled =
        counts.entrySet().stream()
            .filter(count -> count.getKey().isSettled())
            .mapToInt(Map.Entry::getValue)
            .sum();
    progress.at((double) settled / runs.size(), settled + " of " + runs.size());
    return settled == runs.size() && working.isEmpty();
  }

  private void start(String run) throws IOException {
    String owner = name + started++;
    if (store.take(run, owner)) {
      working.add(new Worker(run, owner, runs.task(run).start(owner)));
    }
  }

  private void ended(Worker worker) throws IOException {
    int code = worker.process().exitValue();
    String words = runs.lastWords(worker.run());
    String said = words.isBlank() ? "ended with code " + code : words;
    // Where the worker left a result or a reason itself the run is no longer its own, and neither
    // line changes anything.
    if (code > WorkerTask.SIGNALLED) {
      store.lost(worker.run(), worker.owner(), said);
    } else if (code == WorkerTask.HELD) {
      store.release(worker.run(), worker.owner());
    } else {
      store.fail(worker.run(), worker.owner(), said);
    }
  }

  /** Ends the workers, the youngest first, and gives their runs back. */
  private void end() {
    working.sort(Comparator.comparing(Worker::owner).reversed());
    working.forEach(worker -> worker.process().destroy());
    for (Worker worker : working) {
      try {
        worker.process().waitFor();
        store.release(worker.run(), worker.owner());
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    working.clear();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
