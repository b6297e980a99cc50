package org.sweetspot.monitor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All monitors there are; each call makes new ones, since they keep what they saw. */
public final class MonitorCatalogue {
  private static final List<Supplier<Monitor>> ALL =
      List.of(
          SharpnessMonitor::new,
          BatchSharpnessMonitor::new,
          NoiseScaleMonitor::new,
          MarginMonitor::new,
          GradientNormMonitor::new,
          StepMonitor::length,
          StepMonitor::angle,
          DistanceMonitor::new,
          WeightNormMonitor::new,
          EffectiveRateMonitor::new,
          RoundingMonitor::new,
          CodeFlipMonitor::new,
          MaskOverlapMonitor::new);

  private MonitorCatalogue() {}

  /** New monitors of every kind, in the order in which they are shown. */
  public static List<Monitor> all() {
    return ALL.stream().map(Supplier::get).toList();
  }

  /** Their ids. */
  public static List<String> ids() {
    return all().stream().map(Monitor::id).toList();
  }

  /** New monitors with these ids, in the order given, each once. */
  public static List<Monitor> choose(List<String> ids) {
    Map<String, Monitor> known = new LinkedHashMap<>();
    all().forEach(monitor -> known.put(monitor.id(), monitor));
    List<Monitor> chosen = new ArrayList<>();
    for (String id : ids.stream().distinct().toList()) {
      Monitor monitor = known.get(id);
      if (monitor == null) {
        throw new IllegalArgumentException(
            "monitor: expected one of " + String.join(", ", known.keySet()) + ", got " + id);
      }
      chosen.add(monitor);
    }
    return chosen;
  }
}
