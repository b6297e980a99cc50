package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress for logs and pipes: a line after two seconds, then one every ten. */
final class LineProgress implements Progress {
  private static final double FIRST = 2;
  private static final double PAUSE = 10;

  private final String name;
  private final PrintWriter err;
  private final LongSupplier nanoseconds;
  private final long start;
  private double next = FIRST;

  /**
   * Starts the clock.
   *
   * @param nanoseconds a clock
   */
  LineProgress(String name, PrintWriter err, LongSupplier nanoseconds) {
    this.name = name;
    this.err = err;
    this.nanoseconds = nanoseconds;
    this.start = nanoseconds.getAsLong();
  }

  @Override
  public void at(double share, String note) {
    double gone = (nanoseconds.getAsLong() - start) / 1e9;
    if (gone < next) {
      return;
    }
    next = gone + PAUSE;
    String left =
        share > 0 ? ", about " + Durations.text(gone * (1 - share) / share) + " left" : "";
    err.println(
        String.format(
            Locale.ROOT,
            "%s: %.0f %% after %s%s (%s)",
            name,
            100 * share,
            Durations.text(gone),
            left,
            note));
  }

  @Override
  public void say(String line) {
    err.println(line);
  }

  @Override
  public void close() {}
}
