package org.sweetspot.report.finding;

import org.sweetspot.measure.simplicity.SimplicityFinding;

/** What measures of simplicity find, in words. */
final class SimplicitySentences {
  private static final String HALF =
      "Half of its fall was done at %.6g for the %s fifth, at %.6g for the %s: ";

  private SimplicitySentences() {}

  static String of(SimplicityFinding verdict) {
    return switch (verdict) {
      case NO_DEPENDENCE ->
          "The first and the last fifth differ by less than two errors: no dependence on %s shown.";
      case HARDEST_WORSE ->
          "The fifth that a linear model finds hardest has %.1f points more errors than the first"
              + " (%.1f%% against %.1f%%): usual; what is hard for simple functions is hard for"
              + " this network too.";
      case HARDEST_BETTER ->
          "The fifth that a linear model finds hardest has %.1f points fewer errors than the first"
              + " (%.1f%% against %.1f%%): unusual; look at which examples these are.";
      case FINEST_WORSE ->
          "The fifth of finest detail has %.1f points more errors than the first (%.1f%% against"
              + " %.1f%%): usual; what is hard for simple functions is hard for this network too.";
      case FINEST_BETTER ->
          "The fifth of finest detail has %.1f points fewer errors than the first (%.1f%% against"
              + " %.1f%%): unusual; look at which examples these are.";
      case NEITHER_LEARNED ->
          "Neither the first nor the last fifth's error fell by more than two errors: which was"
              + " learned first cannot be told.";
      case ONE_LEARNED ->
          "Only the %s fifth's error fell by more than two errors, the %s fifth's did not.";
      case LOW_FIRST -> HALF + "the %s were learned first, as simplicity bias would have it.";
      case HIGH_FIRST -> HALF + "the %s were learned first, which is unusual.";
      case NO_ORDER -> HALF + "at the same state, so that no order is shown.";
      case LINEAR_SHARE -> "A linear model gets %.0f%% of what the network gets right as well.";
      case MORE_THAN_LINEAR ->
          "The network is %.1f points more accurate: it uses more than linear functions of the"
              + " inputs.";
      case LINEAR_BETTER ->
          "The linear model is the more accurate one: this network is not worth its cost, or not"
              + " trained to its end.";
      case MORE_NOT_SHOWN ->
          "Their accuracies differ by less than two errors: that the network does more than a"
              + " linear model is not shown.";
    };
  }
}
