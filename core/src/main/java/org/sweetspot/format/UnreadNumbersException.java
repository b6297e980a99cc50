package org.sweetspot.format;

/** An intact array or tensor whose entries are of a type that isn't read: it costs itself only. */
public final class UnreadNumbersException extends FormatException {
  private static final long serialVersionUID = 1L;

  /** Says which type; the remedy writes to a new file. */
  public UnreadNumbersException(String what, String expected, String got, String remedy) {
    super(what, expected, got, remedy);
  }
}
