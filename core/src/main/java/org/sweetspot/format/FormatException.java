package org.sweetspot.format;

import java.io.IOException;

/** A file that isn't what its format demands. */
public class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String expected;
  private final String got;
  private final String remedy;

  /**
   * Says what is wrong.
   *
   * @param what the file, and the part of it
   * @param expected what the format demands
   * @param got what the file has
   * @param remedy what to do
   */
  public FormatException(String what, String expected, String got, String remedy) {
    super(
        ForeignText.shown(what + ": expected " + expected + ", got " + got)
            + "\n  fix: "
            + ForeignText.shown(remedy));
    this.what = what;
    this.expected = expected;
    this.got = got;
    this.remedy = remedy;
  }

  /** The file, and the part of it. */
  public String what() {
    return what;
  }

  /** What the format demands. */
  public String expected() {
    return expected;
  }

  /** What the file has. */
  public String got() {
    return got;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
