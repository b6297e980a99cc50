package org.sweetspot.theory;

/** Whether a claim came out. */
public enum Verdict {
  /** The measurement agrees with the prediction, and could have disagreed. */
  HOLDS("holds here"),
  /** The measurement is too uncertain to say. */
  CANNOT_TELL("cannot tell here"),
  /** The measurement excludes the prediction. */
  DOES_NOT_HOLD("does not hold here");

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /** As it is printed. */
  public String words() {
    return words;
  }

  /** The one that says less for the claim. */
  Verdict and(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
