package org.sweetspot.problem;

import org.sweetspot.format.ForeignText;

/**
 * What the user asked for or gave cannot be used as it is: never a fault of the program's own.
 *
 * <p>An argument that only a programming error can make wrong is an {@link
 * IllegalArgumentException} alone.
 */
public final class RefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String expected;
  private final String got;
  private final String remedy;

  /**
   * Says what is wrong.
   *
   * @param what the file, key or option
   * @param expected what it should be
   * @param got what it is
   * @param remedy what to do
   */
  public RefusedException(String what, String expected, String got, String remedy) {
    super(ForeignText.shown(what + ": expected " + expected + ", got " + got + "; " + remedy));
    this.what = what;
    this.expected = expected;
    this.got = got;
    this.remedy = remedy;
  }

  /** The same, and what was noticed first. */
  public RefusedException(
      String what, String expected, String got, String remedy, Throwable cause) {
    this(what, expected, got, remedy);
    initCause(cause);
  }

  /** The file, key or option. */
  public String what() {
    return what;
  }

  /** What it should be. */
  public String expected() {
    return expected;
  }

  /** What it is. */
  public String got() {
    return got;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
