package org.sweetspot.measure;

/**
 * A measure has no meaning for this problem, recipe or data. {@link Measure#measure} turns it into
 * a measurement of status {@link Status#NOT_APPLICABLE}.
 */
public final class NotApplicableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param reason what is missing, and what would make the measure applicable
   */
  public NotApplicableException(String reason) {
    super(reason);
  }
}
