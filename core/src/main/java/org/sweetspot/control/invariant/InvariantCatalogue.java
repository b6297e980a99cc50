package org.sweetspot.control.invariant;

import java.util.List;

/** Every quantity that recipes fix; a new one is one line here. */
public final class InvariantCatalogue {
  private static final List<Invariant> ALL =
      List.of(
          new SgdNoiseScale(),
          new RoundedNoiseScale(),
          new SharpnessOverThreshold(),
          new AdaptiveNoiseScale(),
          new Steps(),
          new LargestDistance(),
          new SignalToNoise(),
          new ExamplesUsed(),
          new DecayTimescale(),
          new NormalizedExamples());

  private InvariantCatalogue() {}

  /** All, in the order of reports. */
  public static List<Invariant> all() {
    return ALL;
  }
}
