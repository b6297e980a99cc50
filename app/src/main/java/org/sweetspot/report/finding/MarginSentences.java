package org.sweetspot.report.finding;

import org.sweetspot.measure.margin.MarginFinding;

/** What the distribution of margins shows, in words. */
final class MarginSentences {

  private MarginSentences() {}

  static String of(MarginFinding verdict) {
    return switch (verdict) {
      case HARDEST_UNDECIDED ->
          "Whether the hardest twentieth is on the right side of the boundary cannot be told: its"
              + " margin is within two errors of zero.";
      case HARDEST_RIGHT -> "Even the hardest twentieth is on the right side of the boundary.";
      case HARDEST_WRONG -> "Of the hardest twentieth some are on the wrong side of the boundary.";
      case MEDIAN -> "The median margin is %.2g (error %.1g).";
    };
  }
}
