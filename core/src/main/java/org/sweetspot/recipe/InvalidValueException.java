package org.sweetspot.recipe;

/** A recipe's value that can't be; the reader of recipes adds the file and the line. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String expected;
  private final String got;

  /**
   * Names what was wrong.
   *
   * @param key the YAML key, in kebab-case
   * @param expected what would have been right
   * @param got the value found
   */
  public InvalidValueException(String key, String expected, Object got) {
    super(key + ": expected " + expected + ", got " + got);
    this.key = key;
    this.expected = expected;
    this.got = String.valueOf(got);
  }

  /** The YAML key. */
  public String key() {
    return key;
  }

  /** What would have been right. */
  public String expected() {
    return expected;
  }

  /** The value found. */
  public String got() {
    return got;
  }
}
