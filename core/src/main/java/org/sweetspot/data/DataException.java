package org.sweetspot.data;

import org.sweetspot.format.ForeignText;
import org.sweetspot.format.FormatException;

/** Data that can't be trained on: missing, malformed, or too little for what is asked of it. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String expected;
  private final String got;
  private final String remedy;

  /**
   * Says what is wrong.
   *
   * @param what the file or key, and the part of it
   * @param expected what would have been right
   * @param got what was found
   * @param remedy what to do
   */
  public DataException(String what, String expected, String got, String remedy) {
    super(
        ForeignText.shown(what + ": expected " + expected + ", got " + got)
            + "\n  fix: "
            + ForeignText.shown(remedy));
    this.what = what;
    this.expected = expected;
    this.got = got;
    this.remedy = remedy;
  }

  /** The same of a file that isn't what its format demands. */
  DataException(FormatException broken) {
    this(broken.what(), broken.expected(), broken.got(), broken.remedy());
    initCause(broken);
  }

  /** The file or key, and the part of it. */
  public String what() {
    return what;
  }

  /** What would have been right. */
  public String expected() {
    return expected;
  }

  /** What was found. */
  public String got() {
    return got;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
