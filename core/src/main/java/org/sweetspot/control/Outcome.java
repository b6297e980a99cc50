package org.sweetspot.control;

/** What the gate made of a correction. */
public enum Outcome {
  /** It helps significantly, and no other of its kind is better. */
  KEPT("kept", "kept"),
  /** It helps significantly, and the data do not distinguish it from the one that was kept. */
  AS_GOOD("helps, not distinguishable from the one kept", "as good as kept"),
  /** It helps significantly, the one that was kept significantly more. */
  LESS("helps, but less than the one kept", "helps less"),
  /** No effect is significant after the correction for the number that was tried. */
  NOT_SIGNIFICANT("not significant", "not significant"),
  /** It hurts significantly. */
  HURTS("hurts", "hurts"),
  /** At least one of its runs diverged. */
  DIVERGED("a run diverged", "diverged");

  private final String words;
  private final String brief;

  Outcome(String words, String brief) {
    this.words = words;
    this.brief = brief;
  }

  /** As reports say it. */
  public String words() {
    return words;
  }

  /** In a narrow table. */
  public String brief() {
    return brief;
  }
}
