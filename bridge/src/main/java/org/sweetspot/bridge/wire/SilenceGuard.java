package org.sweetspot.bridge.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes a channel on which nothing has come or gone for too long, so that whoever waits there is
 * woken. Watching beside plain blocking reads costs less for each of them than a selector.
 */
final class SilenceGuard implements AutoCloseable {
  private static final long LOOKS = 20;

  private final SocketChannel channel;
  private final Duration limit;
  private final Thread watcher;
  private volatile boolean waiting;
  private final AtomicInteger signs = new AtomicInteger();
  private volatile boolean late;
  private volatile boolean closed;

  SilenceGuard(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
    this.watcher = new Thread(this::watch, "sweetspot-bridge-guard");
    watcher.setDaemon(true);
    watcher.start();
  }

  Duration limit() {
    return limit;
  }

  /** From now on silence counts, if it does at all. */
  void begin(boolean counts) {
    alive();
    waiting = counts;
  }

  /** From now on it does not. */
  void end() {
    waiting = false;
  }

  /** Something came or went. */
  void alive() {
    signs.incrementAndGet();
  }

  boolean tookTooLong() {
    return late;
  }

  /** Counts its own looks, so that a machine that slept in between does no harm. */
  private void watch() {
    int seen = signs.get();
    int quiet = 0;
    while (!closed) {
      try {
        Thread.sleep(Math.max(1, limit.toMillis() / LOOKS));
      } catch (InterruptedException asked) {
        return;
      }
      int now = signs.get();
      quiet = waiting && now == seen ? quiet + 1 : 0;
      seen = now;
      if (quiet > LOOKS) {
        late = true;
        try {
          channel.close();
        } catch (IOException alreadyGone) {
          // It is closed, which is what was wanted.
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
  }
}
