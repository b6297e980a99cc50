package org.sweetspot.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Files that lie beside this package: the libraries, the style sheet, the charts' templates. */
final class Resource {
  private static final Pattern BLANK = Pattern.compile("\"@([a-zA-Z]+)\"");
  private static final Pattern SOURCE_MAP =
      Pattern.compile("^//# sourceMappingURL=.*$", Pattern.MULTILINE);

  private Resource() {}

  /** The text of a file. */
  static String text(String name) {
    try (InputStream in = Resource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource "
                + name
                + ": expected beside org.sweetspot.report, got nothing;"
                + " rebuild the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name + ": cannot be read", e);
    }
  }

  /** A script without the line that would make developer tools ask for another file. */
  static String script(String name) {
    return SOURCE_MAP.matcher(text(name)).replaceAll("");
  }

  /**
   * A chart in which every string of the form "@blank" is replaced, in one pass, by the value of
   * that name.
   */
  static JsonNode chart(String name, Map<String, JsonNode> values) {
    Matcher blanks = BLANK.matcher(text(name));
    String filled =
        blanks.replaceAll(
            found -> {
              JsonNode value = values.get(found.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    name
                        + ": expected a value for @"
                        + found.group(1)
                        + ", got "
                        + values.keySet());
              }
              return Matcher.quoteReplacement(Json.MAPPER.writeValueAsString(value));
            });
    return Json.MAPPER.readTree(filled);
  }
}
