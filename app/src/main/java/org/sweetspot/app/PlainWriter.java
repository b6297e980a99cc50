package org.sweetspot.app;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import org.sweetspot.format.ForeignText;

/**
 * Passes text on with everything that steers a terminal as a visible escape, but for line ends,
 * tabs and the weight of letters: what a file brought can't redraw the screen, however it got here.
 */
final class PlainWriter extends FilterWriter {
  private static final char ESCAPE = '\u001b';
  private static final String[] WEIGHTS = {"[1m", "[0m"};

  PlainWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int letter) throws IOException {
    write(String.valueOf((char) letter), 0, 1);
  }

  @Override
  public void write(char[] letters, int from, int length) throws IOException {
    write(new String(letters, from, length), 0, length);
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    int at = from;
    for (int i = from; i < from + length; i++) {
      char letter = text.charAt(i);
      // Halves of a pair may come in two calls; together they are a letter.
      boolean hidden =
          ForeignText.isHidden(letter)
              && !Character.isSurrogate(letter)
              && letter != '\n'
              && letter != '\r'
              && letter != '\t'
              && !(letter == ESCAPE && isWeight(text, i + 1));
      if (hidden) {
        out.write(text, at, i - at);
        out.write(ForeignText.shown(String.valueOf(letter)));
        at = i + 1;
      }
    }
    out.write(text, at, from + length - at);
  }

  private static boolean isWeight(String text, int at) {
    for (String weight : WEIGHTS) {
      if (text.startsWith(weight, at)) {
        return true;
      }
    }
    return false;
  }
}
