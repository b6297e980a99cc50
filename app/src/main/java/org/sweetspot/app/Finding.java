package org.sweetspot.app;

/**
 * One thing the doctor looked at.
 *
 * @param subject what, in a word
 * @param fitness whether it is as it should be
 * @param found what it is
 * @param remedy what to do; empty where nothing need be done
 */
record Finding(String subject, Fitness fitness, String found, String remedy) {

  /** How good a thing is. */
  enum Fitness {
    FIT,
    SLOW,
    UNFIT;

    String word() {
      return switch (this) {
        case FIT -> "fit";
        case SLOW -> "slow";
        case UNFIT -> "UNFIT";
      };
    }
  }

  static Finding fit(String subject, String found) {
    return new Finding(subject, Fitness.FIT, found, "");
  }

  static Finding slow(String subject, String found, String remedy) {
    return new Finding(subject, Fitness.SLOW, found, remedy);
  }

  static Finding unfit(String subject, String found, String remedy) {
    return new Finding(subject, Fitness.UNFIT, found, remedy);
  }
}
