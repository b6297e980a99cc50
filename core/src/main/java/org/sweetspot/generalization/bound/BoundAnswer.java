package org.sweetspot.generalization.bound;

/** What a rule says of given evidence. */
public sealed interface BoundAnswer permits Bound, BoundAnswer.Lacking, BoundAnswer.Refused {
  /** The rule's card. */
  BoundCard card();

  /**
   * The rule needs something that is not there.
   *
   * @param what is not there
   * @param remedy how to get it
   */
  record Lacking(BoundCard card, String what, String remedy) implements BoundAnswer {}

  /**
   * A number could be computed and would not hold: it is not given.
   *
   * @param reason why it would not hold
   * @param remedy what would make it hold
   */
  record Refused(BoundCard card, String reason, String remedy) implements BoundAnswer {}
}
