package org.sweetspot.generalization.bound;

/** One way to a statement about unseen data. Each is a class with its card. */
public interface BoundRule {
  /** What it bounds, assumes and needs. */
  BoundCard card();

  /**
   * Applies it.
   *
   * @param evidence what is known of the network
   * @param delta the probability at which the bound may fail, in (0, 1); parts of it are never
   *     spent twice
   */
  BoundAnswer apply(Evidence evidence, double delta);
}
