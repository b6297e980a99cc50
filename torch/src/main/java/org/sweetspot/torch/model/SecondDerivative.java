package org.sweetspot.torch.model;

/**
 * How the second derivatives of a foreign module are had.
 *
 * @param kind how
 * @param reason why not by differentiating twice; empty if so
 */
public record SecondDerivative(Kind kind, String reason) {
  /** How second derivatives are had. */
  public enum Kind {
    /** By differentiating twice. */
    EXACT,
    /** By central differences of gradients. */
    DIFFERENCES,
    /** Not at all. */
    NONE
  }

  /** By differentiating twice, as for layers of our own. */
  public static final SecondDerivative EXACT = new SecondDerivative(Kind.EXACT, "");
}
