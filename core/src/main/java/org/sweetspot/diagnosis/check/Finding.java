package org.sweetspot.diagnosis.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that a record shows.
 *
 * @param card of the check that found it
 * @param severity how much it matters
 * @param evidence numbers by name, in the order in which they were added
 */
public record Finding(CheckCard card, Severity severity, Map<String, Double> evidence) {
  /** Copies the evidence. */
  public Finding {
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
  }

  static Finding of(CheckCard card, Severity severity) {
    return new Finding(card, severity, Map.of());
  }

  Finding with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(evidence);
    more.put(name, value);
    return new Finding(card, severity, more);
  }
}
