package org.sweetspot.grid;

/**
 * A run as its grid's store knows it.
 *
 * @param run its name
 * @param state how far it is
 * @param owner which worker holds it, or had it last; empty before the first
 * @param deaths how many of its workers were lost
 * @param text the result of a run that is done, the reason of one that failed; empty otherwise
 */
public record GridEntry(String run, State state, String owner, int deaths, String text) {
  /** How far a run is. */
  public enum State {
    /** Nobody has it. */
    WAITING,
    /** A worker has it, and has to say again and again that it lives. */
    TAKEN,
    /** Its result is there. */
    DONE,
    /** It was refused, or lost too many workers. */
    FAILED;

    /** Whether nothing more will come. */
    public boolean isSettled() {
      return this == DONE || this == FAILED;
    }
  }
}
