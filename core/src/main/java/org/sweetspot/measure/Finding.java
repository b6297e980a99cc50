package org.sweetspot.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * What an answer says, as facts in the order in which they are told: verdicts and numbers, no
 * sentences. Those are the report's.
 *
 * @param facts at least one
 */
public record Finding(List<Fact> facts) {
  /** No more than how the measure's card says that such numbers are read. */
  public static final Finding READING = of(Reading.CARD);

  /** What can be said of every answer. */
  public enum Reading implements Verdict {
    /** How the measure's card says that such numbers are read. */
    CARD
  }

  /** Copies the list. */
  public Finding {
    facts = List.copyOf(facts);
    if (facts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one fact, got none");
    }
  }

  /** One fact. */
  public static Finding of(Verdict verdict, Object... particulars) {
    return new Finding(List.of(Fact.of(verdict, particulars)));
  }

  /** The same with one more fact. */
  public Finding and(Verdict verdict, Object... particulars) {
    return and(of(verdict, particulars));
  }

  /** The same with more facts. */
  public Finding and(Finding more) {
    List<Fact> all = new ArrayList<>(facts);
    all.addAll(more.facts);
    return new Finding(all);
  }

  /** The verdicts, in order. */
  public List<Verdict> verdicts() {
    return facts.stream().map(Fact::verdict).toList();
  }
}
