package org.sweetspot.control;

/** What the gate made of a correction. */
public enum Outcome {
  /** It helps significantly, and no other of its kind is better. */
  KEPT,
  /** It helps significantly, and the data do not distinguish it from the one that was kept. */
  AS_GOOD,
  /** It helps significantly, the one that was kept significantly more. */
  LESS,
  /** No effect is significant after the correction for the number that was tried. */
  NOT_SIGNIFICANT,
  /** It hurts significantly. */
  HURTS,
  /** At least one of its runs diverged. */
  DIVERGED
}
