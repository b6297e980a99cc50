package org.sweetspot.monitor;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a monitor found at one step. Numbers that are not finite are left out.
 *
 * @param figures by name
 */
public record MonitorSample(SortedMap<String, Figure> figures) {
  /** Copies the map. */
  public MonitorSample {
    SortedMap<String, Figure> finite = new TreeMap<>(figures);
    finite.values().removeIf(figure -> !figure.isFinite());
    figures = Collections.unmodifiableSortedMap(finite);
  }

  /** Figures by name. */
  public static MonitorSample of(Map<String, Figure> figures) {
    return new MonitorSample(new TreeMap<>(figures));
  }

  /** The figure of that name. */
  public Optional<Figure> find(String name) {
    return Optional.ofNullable(figures.get(name));
  }
}
