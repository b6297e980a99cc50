package org.sweetspot.format;

/**
 * Text that a file brought, such as the name of a tensor, as it may stand in a line for people: it
 * can neither end the line nor steer a terminal.
 */
public final class ForeignText {
  private ForeignText() {}

  /**
   * The text with everything in it that is no visible letter as an escape of Java's: controls, line
   * ends, marks that turn the direction of writing, halves of surrogate pairs.
   */
  public static String shown(String text) {
    if (text.codePoints().noneMatch(ForeignText::isHidden)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            letter -> {
              if (letter == '\n') {
                shown.append("\\n");
              } else if (letter == '\t') {
                shown.append("\\t");
              } else if (isHidden(letter)) {
                shown.append(String.format("\\u%04x", letter));
              } else {
                shown.appendCodePoint(letter);
              }
            });
    return shown.toString();
  }

  /** Whether a letter steers what shows it instead of being seen. */
  public static boolean isHidden(int letter) {
    int type = Character.getType(letter);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
