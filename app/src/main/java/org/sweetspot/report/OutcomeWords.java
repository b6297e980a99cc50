package org.sweetspot.report;

import org.sweetspot.control.Outcome;

/** How reports name what the gate made of a correction. */
final class OutcomeWords {
  private OutcomeWords() {}

  /** Beside an effect with its interval. */
  static String of(Outcome outcome) {
    return switch (outcome) {
      case KEPT -> "kept";
      case AS_GOOD -> "helps, not distinguishable from the one kept";
      case LESS -> "helps, but less than the one kept";
      case NOT_SIGNIFICANT -> "not significant";
      case HURTS -> "hurts";
      case DIVERGED -> "a run diverged";
    };
  }

  /** In a narrow table. */
  static String brief(Outcome outcome) {
    return switch (outcome) {
      case KEPT, NOT_SIGNIFICANT, HURTS -> of(outcome);
      case AS_GOOD -> "as good as kept";
      case LESS -> "helps less";
      case DIVERGED -> "diverged";
    };
  }
}
