package org.sweetspot.measure;

import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;

/**
 * How conventions say in which mode a network was taken whose outputs or loss differ between
 * training and use, and what findings make of it.
 */
public final class ModeWords {
  static final String USED = ", as it is used";
  static final String TRAINED = ", as training takes it, running statistics untouched";

  private ModeWords() {}

  /** A mode as conventions name it, and what it stands for where it matters. */
  static String of(Mode mode, Problem problem) {
    return problem.modesDiffer()
        ? mode.words() + (mode == Mode.EVALUATE ? USED : TRAINED)
        : mode.words();
  }

  /** In which mode an answer was taken, as a sentence; empty where the modes do not differ. */
  public static String sentence(Measurement answer) {
    if (answer.conventions().contains(TRAINED)) {
      return " Taken as training takes the network (mode train).";
    }
    return answer.conventions().contains(USED)
        ? " Taken of the network as it is used (mode evaluate)."
        : "";
  }
}
