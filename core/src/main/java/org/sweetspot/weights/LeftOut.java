package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something in a file or a model that is not measured.
 *
 * @param name as the file or the model calls it
 * @param reason why not
 */
public record LeftOut(String name, String reason) {
  private static final int NAMES_SHOWN = 3;

  /** Many of them in a few words: by reason, with the first names of each. */
  public static String text(List<LeftOut> all) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    all.forEach(
        one -> byReason.computeIfAbsent(one.reason, reason -> new ArrayList<>()).add(one.name));
    return byReason.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + shortened(entry.getValue()) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String shortened(List<String> names) {
    String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    return names.size() <= NAMES_SHOWN
        ? shown
        : shown + " and " + (names.size() - NAMES_SHOWN) + " more";
  }
}
