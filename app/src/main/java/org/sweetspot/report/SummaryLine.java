package org.sweetspot.report;

import java.util.List;

/**
 * One of the first lines of a profile: a question, its answer, and what to do about it.
 *
 * @param question in a few words
 * @param verdict whether there is something to do
 * @param sentence the answer
 * @param action what to do; empty where there is nothing to do
 * @param evidence ids of the measures that it rests on
 */
public record SummaryLine(
    String question, Verdict verdict, String sentence, String action, List<String> evidence) {
  /** Whether there is something to do. */
  public enum Verdict {
    /** As it should be. */
    FINE,
    /** Something to act on. */
    ACT,
    /** Cannot be told from what was measured. */
    UNKNOWN
  }

  /** Copies the list. */
  public SummaryLine {
    evidence = List.copyOf(evidence);
  }

  /** The mark that stands before the sentence in a terminal. */
  public String mark() {
    return switch (verdict) {
      case FINE -> " ";
      case ACT -> "!";
      case UNKNOWN -> "?";
    };
  }
}
