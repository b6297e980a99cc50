package org.sweetspot.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C, in order: the work sees that it should stop, saves its state and says how to go on; only
 * then does the JVM end, with code 130.
 */
final class Interruption implements AutoCloseable {
  static final int CODE = 130;
  private static final long PATIENCE_SECONDS = 30;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interruption");

  /** Listens for Ctrl-C until closed. */
  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the work should stop at its next safe place. */
  boolean isRequested() {
    return requested.get();
  }

  private void stop() {
    requested.set(true);
    try {
      boolean inTime = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assert inTime || requested.get();
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
