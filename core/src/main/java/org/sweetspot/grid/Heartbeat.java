package org.sweetspot.grid;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Says again and again that a worker lives, beside its work, until closed. Where the run was taken
 * over, or the store cannot be reached for a whole lease, it says so once and ends.
 */
public final class Heartbeat implements AutoCloseable {
  private static final long BEAT_MILLIS = GridStore.LEASE_MILLIS / 10;
  private static final int MISSED = 10;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins.
   *
   * @param store stays open until this is closed
   * @param taken what to do where the run is no longer the worker's own
   */
  public Heartbeat(GridStore store, String run, String owner, Runnable taken) {
    thread = new Thread(() -> beat(store, run, owner, taken), "heartbeat");
    thread.setDaemon(true);
    thread.start();
  }

  private void beat(GridStore store, String run, String owner, Runnable taken) {
    int missed = 0;
    try {
      while (!closed.await(BEAT_MILLIS, TimeUnit.MILLISECONDS)) {
        boolean mine;
        try {
          mine = store.renew(run, owner);
          missed = 0;
        } catch (RuntimeException unreachable) {
          mine = ++missed < MISSED;
        }
        if (!mine) {
          taken.run();
          return;
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
