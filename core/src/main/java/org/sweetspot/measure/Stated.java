package org.sweetspot.measure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers that a sentence states, so that a verdict can use what a control gave. */
public final class Stated {
  private static final String NUMBER = "(-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)";

  private Stated() {}

  /** The number that stands right after these words where they come first; NaN if none does. */
  public static double after(String words, String sentence) {
    Matcher found = Pattern.compile(Pattern.quote(words) + NUMBER).matcher(sentence);
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }
}
