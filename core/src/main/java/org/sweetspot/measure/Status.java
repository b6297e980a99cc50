package org.sweetspot.measure;

/** What a number is worth. */
public enum Status {
  /** Computed without sampling, to rounding. */
  EXACT,
  /** An estimate that carries its error. */
  ESTIMATE,
  /** Did not reach the asked-for precision; the error says how far it is. */
  NOT_CONVERGED,
  /** The measure has no meaning here; the conventions say why. */
  NOT_APPLICABLE,
  /** The program failed at it, the conventions say how; the other answers stand. */
  FAILED,
  /** A bound that holds with its stated confidence. */
  CERTIFIED_BOUND,
  /** A bound with a term that can't be computed, which is named. */
  CONDITIONAL_BOUND,
  /** Goes along with generalization, guarantees nothing. */
  CORRELATE
}
