package org.sweetspot.app;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls that check what the user asked for. Their complaints read "what: expected ..., got ...;
 * remedy" and become the user's mistake; anything else stays a failure of the program.
 */
final class Asked {
  private static final Pattern COMPLAINT =
      Pattern.compile("(?s)(.+?): expected (.+), got (.+?)(?:; (.+))?");

  private Asked() {}

  static <T> T of(Supplier<T> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException refused) {
      Matcher parts = COMPLAINT.matcher(String.valueOf(refused.getMessage()));
      if (!parts.matches()) {
        throw refused;
      }
      String remedy = parts.group(4) == null ? "change the recipe there" : parts.group(4);
      UserException mistake =
          new UserException(parts.group(1), parts.group(2), parts.group(3), remedy);
      mistake.initCause(refused);
      throw mistake;
    }
  }
}
