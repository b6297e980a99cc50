package org.sweetspot.measure;

import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;

/**
 * How conventions say in which mode a network was taken whose outputs or loss differ between
 * training and use, and what findings make of it.
 */
public final class ModeWords {
  private static final String USED = "as it is used";
  private static final String TRAINED = "as training takes it, running statistics untouched";

  private ModeWords() {}

  /** A mode, and what it stands for where it matters. */
  static Conventions of(Mode mode, Problem problem) {
    Conventions named = Conventions.of(Conventions.MODE, mode.words());
    return problem.modesDiffer()
        ? named.and(Conventions.NETWORK, mode == Mode.EVALUATE ? USED : TRAINED)
        : named;
  }

  /** In which mode an answer was taken, as a sentence; empty where the modes do not differ. */
  public static String sentence(Measurement answer) {
    return switch (answer.conventions().get(Conventions.NETWORK).orElse("")) {
      case TRAINED -> " Taken as training takes the network (mode train).";
      case USED -> " Taken of the network as it is used (mode evaluate).";
      default -> "";
    };
  }
}
