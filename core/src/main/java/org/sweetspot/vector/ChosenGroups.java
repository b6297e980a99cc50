package org.sweetspot.vector;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Some of a space's groups, chosen by their names.
 *
 * @param pattern that they were chosen by
 * @param groups in the space's order, at least one, together not empty
 */
public record ChosenGroups(String pattern, List<ParameterGroup> groups) {
  /** Marks a regular expression; anything else is a list of names with wildcards. */
  private static final String EXPRESSION = "regex:";

  /** Copies the list. */
  public ChosenGroups {
    groups = List.copyOf(groups);
  }

  /**
   * The groups whose names match.
   *
   * @param pattern names with commas between, in which * stands for any characters and ? for one,
   *     for instance {@code layer1.*,*.bias}; or {@code regex:} and a regular expression that the
   *     whole name must match
   * @throws IllegalArgumentException if nothing matches, with the names there are
   */
  public static ChosenGroups of(String pattern, ParameterSpace space) {
    Pattern expression = compile(pattern);
    List<ParameterGroup> chosen =
        space.groups().stream()
            .filter(group -> group.size() > 0 && expression.matcher(group.name()).matches())
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "group of parameters: expected a pattern that matches some of "
              + space.groups().stream().map(ParameterGroup::name).collect(Collectors.joining(", "))
              + ", got "
              + pattern
              + "; * stands for any characters, as in *.weight");
    }
    return new ChosenGroups(pattern, chosen);
  }

  private static Pattern compile(String pattern) {
    if (!pattern.startsWith(EXPRESSION)) {
      return Pattern.compile(
          List.of(pattern.split(",", -1)).stream()
              .map(ChosenGroups::wildcards)
              .collect(Collectors.joining("|")));
    }
    try {
      return Pattern.compile(pattern.substring(EXPRESSION.length()));
    } catch (PatternSyntaxException broken) {
      throw new IllegalArgumentException(
          "group of parameters: expected a regular expression after "
              + EXPRESSION
              + ", got "
              + pattern
              + "; "
              + broken.getDescription(),
          broken);
    }
  }

  private static String wildcards(String name) {
    StringBuilder expression = new StringBuilder();
    for (char c : name.trim().toCharArray()) {
      expression.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return expression.toString();
  }

  /** Number of entries of all of them. */
  public long size() {
    return groups.stream().mapToLong(ParameterGroup::size).sum();
  }

  /** Which they are, and how many weights they have, for conventions. */
  public String words() {
    return "block of "
        + size()
        + " weights chosen by "
        + pattern
        + ": "
        + groups.stream().map(ParameterGroup::name).collect(Collectors.joining(", "));
  }
}
