package org.sweetspot.app;

import java.util.Locale;

/** Writes times for people. */
final class Durations {
  private Durations() {}

  /** For instance "0.8 s", "42 s", "3 min 5 s", "2 h 7 min". */
  static String text(double seconds) {
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
