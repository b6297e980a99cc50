package org.sweetspot.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C, a kill or a closed terminal, in order: the work is asked to stop, saves its state and
 * says how to go on; only then does the JVM end, with code 130, 143 or 129.
 */
final class Interruption implements AutoCloseable {
  static final int CODE = 130;
  private static final long PATIENCE_SECONDS = 300;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Runnable stop;
  private final Thread hook = new Thread(this::interrupt, "interruption");

  /**
   * Listens for Ctrl-C until closed.
   *
   * @param stop asks the work to stop; called from another thread
   */
  Interruption(Runnable stop) {
    this.stop = stop;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void interrupt() {
    requested.set(true);
    stop.run();
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("sweetspot: stopped without waiting any longer for a safe place");
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!requested.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        // Ctrl-C came between the two lines: the JVM is ending anyway.
        requested.set(true);
      }
    }
  }

  /** Ends the JVM; after Ctrl-C it is ending already, and ending it again would wait for ever. */
  static void leave(int code) {
    if (code != CODE) {
      System.exit(code);
    }
  }
}
