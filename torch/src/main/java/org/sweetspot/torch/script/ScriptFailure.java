package org.sweetspot.torch.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a module itself says of its failure: the last line of TorchScript's trace. */
final class ScriptFailure {
  private static final Pattern ERROR =
      Pattern.compile("(?m)^\\s*((?:[A-Za-z_.]*Error|[A-Za-z_.]*Exception): .*)$");
  private static final int LONGEST = 300;

  private ScriptFailure() {}

  /** The message, and the line of the module's code where it is known. */
  static String words(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    String said = last(ERROR, text);
    if (said.isEmpty()) {
      said =
          text.lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .findFirst()
              .orElse("no message");
    }
    String line = line(text);
    return cut(said).replace("; ", ", ") + (line.isEmpty() ? "" : " (at: " + cut(line) + ")");
  }

  private static String last(Pattern pattern, String text) {
    String found = "";
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found = matcher.group(1);
    }
    return found;
  }

  /** The line of code above the last marker. */
  private static String line(String text) {
    String before = "";
    String found = "";
    for (String line : text.lines().toList()) {
      if (line.contains("<--- HERE")) {
        found = before.strip();
      }
      before = line;
    }
    return found;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
