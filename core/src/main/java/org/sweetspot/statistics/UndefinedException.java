package org.sweetspot.statistics;

/**
 * A number that these inputs do not have: they are not finite, or it would be a ratio of zeros. It
 * says something about the inputs; overflow of an index and other faults of the program are not of
 * this type.
 */
public final class UndefinedException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param reason what was expected of the inputs, and what they are
   */
  public UndefinedException(String reason) {
    super(reason);
  }
}
